using MongoDB.Driver;

namespace Media.Documents.Mongo;

/// <summary>Which of the driver's errors are the store's state, to be waited for, and which are answers or bugs.</summary>
internal static class MongoErrors
{
    private const int DuplicateKey = 11000;

    // The server's error codes for: no primary, stepping down, shutting down, elections, write concern not met in time, no disk space,
    // not (yet) allowed. https://www.mongodb.com/docs/manual/reference/error-codes/
    private static readonly HashSet<int> States =
        [6, 7, 13, 18, 50, 64, 89, 91, 100, 133, 134, 189, 202, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 14031];

    public static bool IsOutOfReach(Exception failure) => failure switch
    {
        MongoConnectionException or MongoConnectionPoolPausedException or MongoWaitQueueFullException or MongoExecutionTimeoutException
            or MongoWriteConcernException or TimeoutException => true,
        MongoCommandException command => States.Contains(command.Code) || command.HasErrorLabel("RetryableWriteError"),
        MongoWriteException { WriteConcernError: not null } => true,
        MongoWriteException { WriteError: { } refused } => States.Contains(refused.Code),
        MongoException other => other.HasErrorLabel("RetryableWriteError"),
        _ => false,
    };

    public static bool IsDuplicateKey(Exception failure) => failure switch
    {
        MongoWriteException { WriteError.Category: ServerErrorCategory.DuplicateKey } => true,
        MongoCommandException command => command.Code == DuplicateKey,
        _ => false,
    };
}
