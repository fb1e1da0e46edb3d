using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Media.Blobs.S3;

/// <summary>Which of the client's errors are the store's state, to be waited for, and which are answers or bugs.</summary>
internal static class S3Errors
{
    /// <returns>What is wrong with the store, for operators and without names or secrets; null where it has answered.</returns>
    public static string? Trouble(Exception failure) => failure switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => "the bucket is not there",
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => "the store refuses the keys, or what they may do",
        AmazonS3Exception { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError }
            or AmazonS3Exception { ErrorCode: "RequestTimeout" or "SlowDown" or "IncompleteBody" or "OperationAborted" } => "the store is busy or failing",
        AmazonS3Exception { ErrorCode: "BadDigest" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch" } => "other bytes came to the store than were sent",
        AmazonS3Exception { StatusCode: >= HttpStatusCode.Continue } => null,
        OperationCanceledException or TimeoutException => "the store did not answer in time",
        AmazonClientException or AmazonServiceException or HttpRequestException or IOException => "the store is out of reach",
        _ => null,
    };

    public static bool IsMissing(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.NotFound;

    /// <summary>If-None-Match did not hold: something is there, or another write of the key is being completed.</summary>
    public static bool IsTaken(AmazonS3Exception answer) => answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict;
}
