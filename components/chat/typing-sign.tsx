/** Three dots: an answer is being worked on. */
export function TypingSign() {
  return (
    <p className="flex h-9 items-center gap-1 self-start rounded-2xl rounded-bl-md border border-line bg-raised px-3.5">
      <span className="sr-only">The chatbot is writing</span>
      {[0, 1, 2].map((dot) => (
        <span
          key={dot}
          aria-hidden="true"
          style={{ animationDelay: `${dot * 150}ms` }}
          className="size-1.5 animate-pulse rounded-full bg-muted"
        />
      ))}
    </p>
  );
}
