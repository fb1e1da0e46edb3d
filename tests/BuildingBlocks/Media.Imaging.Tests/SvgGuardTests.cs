using System.Text;
using Media.Imaging.Svg;

namespace Media.Imaging.Tests;

public sealed class SvgGuardTests
{
    private const string Link = "xmlns:xlink='http://www.w3.org/1999/xlink'";

    [Theory]
    [InlineData("<rect width='1' height='1' fill='url(#g)'/><linearGradient id='g'/>")]
    [InlineData("<rect id='r'/><use href='#r'/><use xlink:href=' #r '/>")]
    [InlineData("<image href='data:image/png;base64,AAAA'/>")]
    [InlineData("<a href='https://example.org/'><text>a link is drawn, not followed</text></a>")]
    [InlineData("<style>.a { fill: url('#g') } .b { fill: red }</style>")]
    [InlineData("<g id='g'><animate href='#g'/><set xlink:href='#g'/></g>")]
    [InlineData("<text>url(http://example.org) is only text here</text>")]
    public void Harmless_drawings_pass(string content) => Check(content).ShouldBeNull();

    [Theory]
    [InlineData("<image href='file:///etc/passwd'/>")]
    [InlineData("<image href='/etc/passwd'/>")]
    [InlineData("<image href='a.png'/>")]
    [InlineData("<image href='http://127.0.0.1/'/>")]
    [InlineData("<image href='data:image/svg+xml,&lt;svg/>'/>")]
    [InlineData("<image href='data:text/html,x'/>")]
    [InlineData("<use href='b.svg#x'/>")]
    [InlineData("<rect fill='url(http://127.0.0.1/g.svg#g)'/>")]
    [InlineData("<rect style='fill: URL( \"//h/g.svg#g\" )'/>")]
    [InlineData("<rect style='fill: u\\72l(http://h/)'/>")]
    [InlineData("<style>@import 'a.css';</style>")]
    [InlineData("<style>@IMPORT url(a.css);</style>")]
    [InlineData("<style><![CDATA[@font-face { src: url(http://h/f) }]]></style>")]
    [InlineData("<style>@\\69mport 'a.css';</style>")]
    [InlineData("<g xml:base='http://h/'/>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<ForeignObject/>")]
    [InlineData("<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='a.svg'/>")]
    [InlineData("<?xml-stylesheet href='a.css'?>")]
    [InlineData("<feImage href='file:///etc/passwd'/>")]
    public void What_reaches_outside_the_drawing_is_unsafe(string content) => Check(content).ShouldNotBeNull().Code.ShouldBe("image_unsafe");

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>")]
    [InlineData("<!DOCTYPE svg PUBLIC 'x' 'http://127.0.0.1/'><svg xmlns='http://www.w3.org/2000/svg'/>")]
    public void A_document_type_is_unsafe(string document) => CheckDocument(document).ShouldNotBeNull().Code.ShouldBe("image_unsafe");

    [Fact]
    public void Parts_that_multiply_are_too_complex()
    {
        var bomb = new StringBuilder("<rect id='p0'/>");
        for (var i = 1; i <= 9; i++)
        {
            bomb.Append("<g id='p").Append(i).Append("'>").Append(string.Concat(Enumerable.Repeat($"<use href='#p{i - 1}'/>", 10))).Append("</g>");
        }

        Check(bomb.ToString()).ShouldNotBeNull().Code.ShouldBe("image_too_complex");
    }

    [Theory]
    [InlineData("<g id='a'><use href='#a'/></g>")]
    [InlineData("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")]
    [InlineData("<pattern id='a'><rect fill='url(#a)'/></pattern>")]
    public void Parts_that_use_themselves_are_too_complex(string content) => Check(content).ShouldNotBeNull().Code.ShouldBe("image_too_complex");

    [Fact]
    public void Deep_nesting_and_a_great_many_elements_are_too_complex()
    {
        Check(string.Concat(Enumerable.Repeat("<g>", 300)) + string.Concat(Enumerable.Repeat("</g>", 300)))
            .ShouldNotBeNull().Code.ShouldBe("image_too_complex");
        Check(string.Concat(Enumerable.Repeat("<g/>", 260_000))).ShouldNotBeNull().Code.ShouldBe("image_too_complex");
        Check(new string(' ', 11 << 20)).ShouldNotBeNull().Code.ShouldBe("image_too_complex");
    }

    [Theory]
    [InlineData("<g>")]
    [InlineData("&nosuch;")]
    [InlineData("<g a='1' a='2'/>")]
    public void What_is_no_xml_is_corrupt(string content) => Check(content).ShouldNotBeNull().Code.ShouldBe("image_corrupt");

    private static PictureProblem? Check(string content) => CheckDocument($"<svg xmlns='http://www.w3.org/2000/svg' {Link}>{content}</svg>");

    private static PictureProblem? CheckDocument(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        using var stream = new MemoryStream(bytes);
        return SvgGuard.Check(stream, bytes.AsSpan(0, Math.Min(bytes.Length, PictureSniffer.HeadLength)));
    }
}
