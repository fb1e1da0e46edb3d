using System.Buffers;

namespace Media.Imaging.Sniff;

/// <summary>
/// Tells SVG by its root element, past what may stand before it: byte order mark, white space, declaration, comments, document type.
/// A hand-written scan, for an XML reader throws on nearly everything that is uploaded. Compressed SVG and UTF-16 are not taken for SVG.
/// </summary>
internal static class SvgHead
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    public static bool Is(ReadOnlySpan<byte> head) => IsRoot(Prolog(head, out _));

    /// <summary>Whether a document type stands before the root.</summary>
    public static bool HasDocumentType(ReadOnlySpan<byte> head)
    {
        _ = Prolog(head, out var documentType);
        return documentType;
    }

    /// <returns>What follows the prolog.</returns>
    private static ReadOnlySpan<byte> Prolog(ReadOnlySpan<byte> head, out bool documentType)
    {
        documentType = false;
        var rest = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest.StartsWith("<?"u8))
            {
                rest = After(rest, "?>"u8);
            }
            else if (rest.StartsWith("<!--"u8))
            {
                rest = After(rest, "-->"u8);
            }
            else if (rest.StartsWith("<!DOCTYPE"u8))
            {
                documentType = true;
                rest = AfterDocumentType(rest);
            }
            else
            {
                return rest;
            }
        }
    }

    private static bool IsRoot(ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)'<', ..])
        {
            return false;
        }

        var end = rest.IndexOfAny(NameEnds);
        var name = end < 0 ? [] : rest[1..end];
        var colon = name.IndexOf((byte)':');
        return name[(colon + 1)..].SequenceEqual("svg"u8);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        var at = text.IndexOf(end);
        return at < 0 ? [] : text[(at + end.Length)..];
    }

    private static ReadOnlySpan<byte> AfterDocumentType(ReadOnlySpan<byte> text)
    {
        byte quote = 0;
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != 0)
            {
                quote = c == quote ? (byte)0 : quote;
            }
            else if (c is (byte)'"' or (byte)'\'')
            {
                quote = c;
            }
            else if (c is (byte)'[' or (byte)']')
            {
                inside = c == (byte)'[';
            }
            else if (c == (byte)'>' && !inside)
            {
                return text[(i + 1)..];
            }
        }

        return [];
    }
}
