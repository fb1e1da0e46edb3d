using System.Text.RegularExpressions;
using System.Xml;
using Media.Imaging.Sniff;

namespace Media.Imaging.Svg;

/// <summary>
/// Reads an SVG as XML before any renderer does, and refuses what reaches outside the file (document types, includes, style sheets, references other than
/// to itself or to pictures within), what is no drawing (scripts, foreign objects), and what would draw without end.
/// </summary>
internal static partial class SvgGuard
{
    private const long MostBytes = 10 << 20;
    private const int MostElements = 250_000;
    private const int MostNesting = 200;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        IgnoreComments = true,
    };

    /// <summary>What is wrong with it; null where it may be rendered.</summary>
    public static PictureProblem? Check(Stream svg, ReadOnlySpan<byte> head)
    {
        if (svg.Length > MostBytes)
        {
            return PictureProblem.TooComplex("The drawing is longer than 10 MiB.");
        }

        if (SvgHead.HasDocumentType(head))
        {
            return PictureProblem.Unsafe("The drawing has a document type, which may pull in other files: remove it.");
        }

        try
        {
            using var reader = XmlReader.Create(svg, Strict);
            return Read(reader);
        }
        catch (Exception failure) when (failure is XmlException or ArgumentException or NotSupportedException)
        {
            // The last two: encodings that are not known here.
            return PictureProblem.Corrupt("The drawing is no well-formed XML.");
        }
    }

    private static PictureProblem? Read(XmlReader reader)
    {
        var drawing = new SvgWeight();
        var elements = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.ProcessingInstruction:
                    return PictureProblem.Unsafe("The drawing has a processing instruction, which may name a style sheet: remove it.");
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    if (drawing.InStyle && Outside(reader.Value))
                    {
                        return Reference();
                    }

                    drawing.Refer(SvgReference.InStyle(reader.Value));
                    break;
                case XmlNodeType.Element when ++elements > MostElements || reader.Depth > MostNesting:
                    return PictureProblem.TooComplex("The drawing has too many elements, or too many within each other.");
                case XmlNodeType.Element:
                    if (Element(reader, drawing) is { } problem)
                    {
                        return problem;
                    }

                    break;
                case XmlNodeType.EndElement:
                    drawing.Leave();
                    break;
                default:
                    break;
            }
        }

        return drawing.IsTooMuch() ? PictureProblem.TooComplex("The drawing uses its own parts too often, or within themselves.") : null;
    }

    private static PictureProblem? Element(XmlReader reader, SvgWeight drawing)
    {
        var name = reader.LocalName;
        if (name.ToUpperInvariant() is "SCRIPT" or "FOREIGNOBJECT" or "IFRAME" or "EMBED" or "OBJECT"
            || reader.NamespaceURI.Contains("XInclude", StringComparison.OrdinalIgnoreCase))
        {
            return PictureProblem.Unsafe($"The drawing holds an element that is no drawing ({name}): remove it.");
        }

        var isEmpty = reader.IsEmptyElement;
        drawing.Enter(name, reader.GetAttribute("id"));
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "base" && reader.Prefix == "xml")
            {
                return Reference();
            }

            // A link is followed by who clicks it, not by who draws it.
            if (reader.LocalName is "href" or "src" && name != "a")
            {
                if (SvgReference.ToItself(reader.Value) is { } id)
                {
                    // An animation names what it moves, often what it stands in; nothing is drawn again for it.
                    drawing.Refer(IsAnimation(name) ? [] : [id]);
                }
                else if (!Picture().IsMatch(reader.Value))
                {
                    return Reference();
                }
            }
            else if (Outside(reader.Value))
            {
                return Reference();
            }

            drawing.Refer(SvgReference.InStyle(reader.Value));
        }

        if (isEmpty)
        {
            drawing.Leave();
        }

        return null;
    }

    private static bool IsAnimation(string name) => name is "set" or "mpath" || name.StartsWith("animate", StringComparison.Ordinal);

    private static bool Outside(string style) => SvgReference.LeadsOutside(style, Picture());

    private static PictureProblem Reference() => PictureProblem.Unsafe("The drawing refers to something outside itself: embed it or remove it.");

    [GeneratedRegex(
        @"^\s*data:image/(png|jpeg|jpg|webp|gif)[;,]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();
}
