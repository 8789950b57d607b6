export default function HomePage() {
  return <p>Patchbay</p>;
}
