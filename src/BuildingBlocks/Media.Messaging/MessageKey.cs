using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace Media.Messaging;

/// <summary>What a message is about, by convention its member <c>FileId</c>: messages about one file are handled in turn.</summary>
internal static class MessageKey
{
    private static readonly ConcurrentDictionary<Type, Func<object, Guid>?> Readers = new();

    public static Guid? Of(object message) => Readers.GetOrAdd(message.GetType(), ReaderOf)?.Invoke(message);

    private static Func<object, Guid>? ReaderOf(Type type)
    {
        if (type.GetProperty("FileId", typeof(Guid)) is not { } property)
        {
            return null;
        }

        var message = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, Guid>>(Expression.Property(Expression.Convert(message, type), property), message).Compile();
    }
}
