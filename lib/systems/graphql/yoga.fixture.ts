import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { GraphQLError } from "graphql";
import { createSchema, createYoga } from "graphql-yoga";

const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar Money
  enum State { OPEN PAID SHIPPED }
  interface Node { id: ID! }
  type Customer implements Node { id: ID! name: String! orders(first: Int = 10): [Order!]! friends(of: ID!): [Customer!]! }
  type Order implements Node {
    id: ID!
    state: State!
    total: Money
    placedAt: DateTime
    customer: Customer!
    lines: [Line!]!
  }
  type Line { item: String! count: Int! }
  union Found = Customer | Order
  input LineInput { item: String!, count: Int! = 1, note: String }
  input OrderInput { customerId: ID!, lines: [LineInput!]!, express: Boolean, tags: [String!], extra: OrderInput }
  type Query {
    "Orders, the newest first."
    orders(state: State, search: String, first: Int! = 20): [Order!]!
    order(id: ID!): Order
    find(text: String!): [Found!]!
    version: String!
    secret: String
    fails: Order
    busy: String
  }
  type Mutation {
    addOrder(input: OrderInput!): Order!
    cancelOrder(id: ID!): Boolean @deprecated(reason: "Use refundOrder.")
  }
`;

const ada = { __typename: "Customer", id: "c1", name: "Ada" };
const order = (id: string, state = "OPEN") => ({
  ...{ __typename: "Order", id, state, total: "12.50", placedAt: "2026-01-31T09:00:00Z" },
  ...{ customer: ada, lines: [{ item: "Cup", count: 2 }] },
});

export type GraphqlCall = { headers: IncomingHttpHeaders; query: string; variables: unknown };

/**
 * A GraphQL API on this machine, by graphql-yoga. `token`: who does not bring it may not even ask for the
 * schema; `closed`: nobody may.
 */
export async function startYoga({
  token,
  closed = false,
}: {
  token?: string;
  closed?: boolean;
} = {}) {
  const calls: GraphqlCall[] = [];
  const added: unknown[] = [];
  const yoga = createYoga({
    logging: false,
    landingPage: false,
    maskedErrors: false,
    plugins: [
      {
        onParams({ request, params, setResult }) {
          const { query = "", variables } = params;
          calls.push({ headers: Object.fromEntries(request.headers), query, variables });
          const known =
            token === undefined || request.headers.get("authorization") === `Bearer ${token}`;
          const refused = !known
            ? new GraphQLError("Who are you?", { extensions: { code: "UNAUTHENTICATED" } })
            : closed && query.includes("__schema")
              ? new GraphQLError("Introspection is switched off.")
              : undefined;
          if (refused !== undefined) setResult({ errors: [refused] });
        },
      },
    ],
    schema: createSchema({
      typeDefs,
      resolvers: {
        Query: {
          orders: (_, { state, search }) =>
            ["o1", "o2"].map((id) => ({ ...order(id, state ?? "OPEN"), search })),
          order: (_, { id }) => order(id),
          find: () => [ada, order("o1")],
          version: () => "1.0",
          secret: () => {
            throw new GraphQLError("Not for you.", { extensions: { code: "FORBIDDEN" } });
          },
          fails: () => {
            throw new GraphQLError("The order book is torn.");
          },
          busy: () => {
            throw new GraphQLError("Slower, please.", { extensions: { code: "THROTTLED" } });
          },
        },
        Mutation: {
          addOrder: (_, { input }) => {
            added.push(input);
            return order("o9");
          },
          cancelOrder: () => true,
        },
        Found: { __resolveType: (found: { __typename: string }) => found.__typename },
        Node: { __resolveType: (found: { __typename: string }) => found.__typename },
      },
    }),
  });
  const server = createServer(yoga);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/graphql`,
    typeDefs,
    calls,
    added,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
