using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Media.Delivery.Serve;

/// <summary>What a Range header (RFC 9110, 14.2) asks of so many bytes.</summary>
/// <param name="Offset">0 up to one less than the length.</param>
/// <param name="Length">1 at least.</param>
internal sealed record ByteRange(long Offset, long Length)
{
    /// <summary>The last byte, itself included.</summary>
    public long Last => Offset + Length - 1;

    /// <summary>Reads the header. Several ranges, other units and what is not well formed are ignored, as the RFC allows: all is served.</summary>
    /// <param name="range">Null where all is to be served.</param>
    /// <returns>False where the range lies outside the bytes: 416.</returns>
    public static bool TryRead(StringValues header, long bytes, out ByteRange? range)
    {
        range = null;
        if (header.Count != 1
            || !RangeHeaderValue.TryParse(header.ToString(), out var asked)
            || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || asked.Ranges.Count != 1)
        {
            return true;
        }

        var one = asked.Ranges.First();
        var from = one.From ?? Math.Max(0, bytes - one.To!.Value);
        var last = one.From is null ? bytes - 1 : Math.Min(one.To ?? long.MaxValue, bytes - 1);
        if (from > last)
        {
            return false;
        }

        range = new ByteRange(from, last - from + 1);
        return true;
    }
}
