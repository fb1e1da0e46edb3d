using FastEndpoints;
using Media.Web;

namespace Media.Delivery.Serve;

internal static class BytesNotes
{
    /// <summary>What every answer by <see cref="BlobServer"/> is, for the interface's description.</summary>
    public static void AnswersBytes(this BaseEndpoint endpoint, string mediaType, string what)
    {
        endpoint.Answers(200, what, mediaType);
        endpoint.Answers(206, "The part of it that Range asked for.", mediaType);
        endpoint.Answers(304, "The client has it already.");
        endpoint.AnswersHeader("ETag", "Strong; of the digest, for If-None-Match, If-Match and If-Range.");
        endpoint.AnswersHeader("Cache-Control", "Who may keep it, and for how long.");
        endpoint.AnswersHeader("Repr-Digest", "SHA-256 of the whole (RFC 9530).");
        endpoint.AnswersHeader("Accept-Ranges", "bytes");
        endpoint.AnswersHeader("Content-Range", "Which part a 206 carries, and how long the whole is.");
    }
}
