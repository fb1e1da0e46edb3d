using Media.Blobs;
using Media.Documents;

namespace Media.Messaging;

/// <summary>A store or bus that is out of reach is neither a failure nor a dead letter: the handler runs again until it works.</summary>
internal static class OutOfReach
{
    /// <remarks>
    /// MassTransit wraps what a saga's store throws: the reason may lie within. A handler that was cancelled has not refused its message either.
    /// </remarks>
    public static bool Is(Exception? exception) =>
        exception is DocumentsUnavailableException or BlobsUnavailableException or BusUnavailableException
            or OperationCanceledException or MassTransit.ConsumerCanceledException
        || (exception is not null && Is(exception.InnerException));
}
