import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerDigest, readChallenge } from "./answer-digest.ts";

/** The example of RFC 7616, 3.9.1. */
const example =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const question = {
  username: "Mufasa",
  password: "Circle of Life",
  method: "GET",
  uri: "/dir/index.html",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  count: 1,
};
const responseOf = (answer: string) => /response="([0-9a-f]+)"/.exec(answer)?.[1];

describe("digest", () => {
  it("answers as RFC 7616 shows, by SHA-256 and by MD5", () => {
    const strong = readChallenge(example);
    assert.equal(strong?.algorithm, "SHA-256");
    assert.ok(strong);
    const answer = answerDigest(strong, question);
    assert.equal(
      responseOf(answer),
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    );
    assert.match(answer, /^Digest username="Mufasa", realm=.*qop=auth, nc=00000001, cnonce="f2/);
    assert.equal(
      responseOf(answerDigest({ ...strong, algorithm: "MD5" }, question)),
      "8ca523f5e9506fed4657c9700eebdbec",
    );
  });

  it("answers an old server, which asks for no qop", () => {
    // The example of RFC 2069, with the erratum's value.
    const challenge = readChallenge(
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    assert.ok(challenge);
    const answer = answerDigest(challenge, { ...question, password: "CircleOfLife" });
    assert.equal(responseOf(answer), "1949323746fe6a43ef61f9606e7febea");
    assert.doesNotMatch(answer, /qop|cnonce/);
  });

  it("finds the challenge among others, and says so when there is none it can answer", () => {
    const found = readChallenge(
      'Basic realm="a, b", Digest nonce=abc,realm="x \\"y\\"", Bearer a="b"',
    );
    assert.deepEqual(found, { realm: 'x "y"', nonce: "abc" });
    for (const header of [
      "",
      'Basic realm="x"',
      "Digest",
      'Digest realm="x", nonce="y", qop="auth-int"',
    ]) {
      assert.equal(readChallenge(header), undefined, header);
    }
    assert.equal(readChallenge('Digest realm="x", nonce="y", algorithm=WHIRLPOOL'), undefined);
  });
});
