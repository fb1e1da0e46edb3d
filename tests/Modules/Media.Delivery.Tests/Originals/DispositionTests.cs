using Media.Delivery.Originals;
using Microsoft.Net.Http.Headers;

namespace Media.Delivery.Tests.Originals;

public sealed class DispositionTests
{
    [Theory]
    [InlineData("cat.jpg", "inline; filename=\"cat.jpg\"")]
    [InlineData("a b (1).jpg", "inline; filename=\"a b (1).jpg\"")]
    [InlineData("naïve.jpg", "inline; filename=\"na_ve.jpg\"; filename*=UTF-8''na%C3%AFve.jpg")]
    [InlineData("猫.jpg", "inline; filename=\"_.jpg\"; filename*=UTF-8''%E7%8C%AB.jpg")]
    [InlineData("😀.jpg", "inline; filename=\"_.jpg\"; filename*=UTF-8''%F0%9F%98%80.jpg")]
    [InlineData("say \"hi\".jpg", "inline; filename=\"say _hi_.jpg\"; filename*=UTF-8''say%20%22hi%22.jpg")]
    [InlineData("100%.jpg", "inline; filename=\"100_.jpg\"; filename*=UTF-8''100%25.jpg")]
    [InlineData("a;b=c,d'e*.jpg", "inline; filename=\"a;b=c,d'e*.jpg\"")]
    [InlineData("../../etc/passwd", "inline; filename=\".._.._etc_passwd\"")]
    [InlineData("..\\windows", "inline; filename=\".._windows\"")]
    [InlineData("a\r\nSet-Cookie: b=c", "inline; filename=\"a__Set-Cookie: b=c\"")]
    [InlineData("gpj\u202Eexe", "inline; filename=\"gpj_exe\"")]
    [InlineData("nul\0l", "inline; filename=\"nul_l\"")]
    public void A_name_is_written_so_that_no_client_misreads_it(string name, string header) => Disposition.Of(attachment: false, name).ShouldBe(header);

    [Theory]
    [InlineData("cat.jpg")]
    [InlineData("naïve \"cat\" 100% 😀 'x' (1); a=b*.jpg")]
    [InlineData("猫猫猫.jpg")]
    public void A_client_reads_the_name_that_the_file_has(string name)
    {
        var header = ContentDispositionHeaderValue.Parse(Disposition.Of(attachment: true, name));

        header.DispositionType.Value.ShouldBe("attachment");
        (header.FileNameStar.HasValue ? header.FileNameStar : HeaderUtilities.RemoveQuotes(header.FileName)).Value.ShouldBe(name);
    }

    [Fact]
    public void Half_a_character_becomes_the_sign_for_what_cannot_be_read() =>
        Disposition.Of(attachment: true, "a\uD83Db").ShouldBe("attachment; filename=\"a_b\"; filename*=UTF-8''a%EF%BF%BDb");
}
