using System.Net;
using System.Security.Cryptography;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Receive;

public sealed class RefusedTests(UploadHost host)
{
    private static readonly byte[] Text = [.. "some text"u8];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_many_bytes(bool untold)
    {
        var name = Sending.NewName();
        var headers = untold ? [("Transfer-Encoding", "chunked")] : Array.Empty<(string, string)>();

        var detail = await (await host.Client.Send(new byte[UploadHost.MaxBytes + 1], $"?name={name}", headers: headers))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "file_too_large");

        detail.ShouldContain($"{UploadHost.MaxBytes}");
        await host.ShouldKeepNothingOf(name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_bytes(bool untold)
    {
        var name = Sending.NewName();
        var headers = untold ? [("Transfer-Encoding", "chunked")] : Array.Empty<(string, string)>();

        await (await host.Client.Send([], $"?name={name}", headers: headers)).ShouldBeProblem(HttpStatusCode.BadRequest, "file_empty");

        await host.ShouldKeepNothingOf(name);
    }

    [Fact]
    public async Task Another_digest_than_was_declared()
    {
        var name = Sending.NewName();
        var other = $"sha-256=:{Convert.ToBase64String(SHA256.HashData("other text"u8))}:";

        await (await host.Client.Send(Text, $"?name={name}", headers: ("Content-Digest", other))).ShouldBeProblem(HttpStatusCode.BadRequest, "digest_mismatch");
        await (await host.Client.Send(Text, $"?name={name}", headers: ("Repr-Digest", other))).ShouldBeProblem(HttpStatusCode.BadRequest, "digest_mismatch");

        await host.ShouldKeepNothingOf(name);
    }

    [Theory]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-256=abc")]
    [InlineData("sha-256")]
    [InlineData("garbage")]
    public async Task A_digest_that_cannot_be_read(string digest)
    {
        var name = Sending.NewName();

        await (await host.Client.Send(Text, $"?name={name}", headers: ("Content-Digest", digest))).ShouldBeProblem(HttpStatusCode.BadRequest, "option_out_of_range");

        (await host.DueOf(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Callers_without_a_key_or_with_one_that_nobody_gave_out()
    {
        var name = Sending.NewName();

        await (await host.Stranger.Send(Text, $"?name={name}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
        await (await host.With($"media_nobody_{new string('x', 40)}").Send(Text, $"?name={name}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_unknown");
        await (await host.With("rubbish").Send(Text, $"?name={name}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_unknown");

        (await host.DueOf(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_type_that_is_not_accepted_here()
    {
        var name = Sending.NewName("any");

        var detail = await (await host.Client.Send([.. "%PDF-1.7 and so on"u8], $"?name={name}"))
            .ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "media_type_not_allowed");

        detail.ShouldContain("application/pdf");
        await host.ShouldKeepNothingOf(name);
    }

    [Theory]
    [InlineData("jpg", null)]
    [InlineData("mp4", null)]
    [InlineData("any", "image/jpeg")]
    [InlineData("any", "IMAGE/PNG; charset=x")]
    [InlineData("any", "audio/mpeg")]
    public async Task Content_that_contradicts_its_name_or_declared_type(string ending, string? type)
    {
        var name = Sending.NewName(ending);

        await (await host.Client.Send([.. "<!doctype html><script>"u8], $"?name={name}", type))
            .ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "media_type_contradicts_content");

        await host.ShouldKeepNothingOf(name);
    }

    [Theory]
    [InlineData(20_001, 1, "image_too_many_pixels")]
    [InlineData(10_001, 10_000, "image_too_many_pixels")]
    [InlineData(0, 10, "image_corrupt")]
    [InlineData(-1, -1, "image_too_many_pixels", "image_corrupt")]
    public async Task A_picture_whose_header_goes_beyond_the_limits(int width, int height, params string[] codes)
    {
        var name = Sending.NewName("png");

        var answer = await host.Client.Send(Pictures.Png(width, height), $"?name={name}");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        codes.ShouldContain(code => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Result.Contains($"\"{code}\""));
        await host.ShouldKeepNothingOf(name);
    }

    [Theory]
    [InlineData("preset=nobody", "preset_unknown")]
    [InlineData("preset=", "preset_unknown")]
    [InlineData("preset=PLAIN", "preset_unknown")]
    [InlineData("detect=yes", "option_out_of_range")]
    [InlineData("transcode=", "option_out_of_range")]
    [InlineData("enhance=ON", "option_out_of_range")]
    [InlineData("renditions=", "option_out_of_range")]
    [InlineData("renditions=..%2Fthumb", "option_out_of_range")]
    [InlineData("detect=on&detect=off", "option_out_of_range")]
    [InlineData("colour=red", "option_unknown")]
    public async Task Options_that_cannot_be(string option, string code)
    {
        var name = Sending.NewName();

        await (await host.Client.Send(Text, $"?name={name}&{option}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);

        (await host.DueOf(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_by_its_head_is_refused_before_the_rest_has_come()
    {
        var name = Sending.NewName("jpg");
        using var wire = await Wire.Open(host);

        await wire.Begin($"/v1/files?name={name}", $"Content-Length: {UploadHost.MaxBytes}");
        await wire.Write("<html>" + new string('x', 70_000));
        var answer = await wire.Answer();

        answer.ShouldStartWith("HTTP/1.1 415 ");
        answer.ShouldContain("\"media_type_contradicts_content\"");
        await host.ShouldKeepNothingOf(name);
    }
}
