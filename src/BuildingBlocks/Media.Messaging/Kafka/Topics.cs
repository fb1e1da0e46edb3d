namespace Media.Messaging.Kafka;

/// <summary>
/// Topics of messages: one a type, named by its full name. Messages that are no public type are a module's own: they stay in its process,
/// on the bus in memory.
/// </summary>
internal static class Topics
{
    public static bool IsFar(Type message) => message.IsVisible;

    public static string NameOf(Type message, KafkaSettings settings) => settings.Prefix + message.FullName!.Replace('+', '.');

    /// <summary>Whether a message carries work, by convention a member <c>Source</c>: such topics have partitions for as many workers as may share them.</summary>
    public static bool IsWork(Type message) => message.GetProperty("Source") is not null;
}
