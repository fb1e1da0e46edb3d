namespace Media.Messaging;

/// <summary>
/// Says a message to whoever hears it. In a consumer it goes out once the handler is done, not before (the in-memory outbox holds it);
/// elsewhere at once. A message is a hint: what must arrive is owed by a document, and said again.
/// Scoped: take it from the consumer's or request's scope.
/// </summary>
public interface IEmit
{
    /// <param name="message">A record of some module's contracts; its own type decides who hears it.</param>
    Task Emit(object message, CancellationToken stop);
}

/// <summary>Says a message at once, also in a consumer: for what is true whatever becomes of the handler, such as how far it is.</summary>
public interface IEmitNow
{
    /// <param name="message">A record of some module's contracts; its own type decides who hears it.</param>
    Task Emit(object message, CancellationToken stop);
}
