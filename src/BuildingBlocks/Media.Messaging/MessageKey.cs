using System.Collections.Concurrent;

namespace Media.Messaging;

/// <summary>What a message is about, by convention its member <c>FileId</c>: messages about one file are handled in turn.</summary>
internal static class MessageKey
{
    private static readonly ConcurrentDictionary<Type, Func<object, Guid>?> Readers = new();

    public static Guid? Of(object message) => Readers.GetOrAdd(message.GetType(), ReaderOf)?.Invoke(message);

    private static Func<object, Guid>? ReaderOf(Type type) =>
        type.GetProperty("FileId", typeof(Guid)) is { } property ? message => (Guid)property.GetValue(message)! : null;
}
