using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Media.Web.Kestrel;

/// <summary>What one connection may cost. Endpoints that take files raise the body's limit for themselves (<c>MaxRequestBodySize</c>).</summary>
internal static class Limits
{
    /// <summary>Enough for any JSON body.</summary>
    internal const long BodyBytes = 1 << 20;

    internal static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = BodyBytes;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        // Slower than this for longer than the grace period is a client that only holds the connection.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
    }
}
