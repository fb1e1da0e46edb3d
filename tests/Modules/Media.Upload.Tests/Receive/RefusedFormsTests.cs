using System.Net;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Receive;

public sealed class RefusedFormsTests(UploadHost host)
{
    private readonly string _name = Sending.NewName();

    [Fact]
    public async Task Without_a_file() => await Refused(
        """
        --cut
        Content-Disposition: form-data; name="detect"

        off
        --cut--

        """,
        "body_invalid");

    [Fact]
    public async Task Without_a_boundary()
    {
        var answer = await host.Client.Send([.. "anything"u8], $"?name={_name}", headers: ("Content-Type", "multipart/form-data"));

        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "body_invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no form at all")]
    [InlineData("--other\nContent-Disposition: form-data; name=\"file\"\n\ntext\n--other--\n")]
    [InlineData("--cut--\n")]
    [InlineData("--cut\n\n\n--cut--\n")]
    [InlineData("--cut\nContent-Disposition: form-data; name=\"detect\"\n\no")]
    [InlineData("--cut\nContent-Disposition: form-data; name=\"detect\"\nno header\n\non\n--cut--\n")]
    public async Task That_cannot_be_read(string form) => await Refused(form, "body_invalid");

    [Theory]
    [InlineData("")]
    [InlineData("half of a fi")]
    [InlineData("half of a file\n--cu")]
    public async Task Whose_file_does_not_end(string begun) =>
        await Refused($"--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\n\n{begun}", "body_invalid");

    [Fact]
    public async Task With_an_empty_file() => await Refused(
        $"--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\n\n\n--cut--\n", "file_empty");

    [Theory]
    [InlineData("colour", "option_unknown")]
    [InlineData("detect", "option_out_of_range")]
    [InlineData("preset", "preset_unknown")]
    public async Task With_parts_that_cannot_be(string part, string code)
    {
        await Refused(Form(Part(part, "red"), File("text")), code);
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("detect")]
    [InlineData("file")]
    public async Task With_parts_after_the_file(string part) =>
        (await Refused(Form(File("text"), Part(part, "on")), "option_out_of_range")).ShouldContain($"The part {part} must come before");

    [Fact]
    public async Task With_an_option_that_is_too_long() =>
        (await Refused(Form(Part("preset", new string('x', 5000)), File("text")), "option_out_of_range")).ShouldContain("preset");

    [Fact]
    public async Task With_an_option_twice() =>
        (await Refused(Form(Part("detect", "on"), Part("detect", "off"), File("text")), "option_out_of_range")).ShouldContain("detect");

    [Fact]
    public async Task With_a_part_of_hostile_name_that_does_not_come_back_whole()
    {
        var detail = await Refused(Form(Part(new string('x', 9000), "red"), File("text")), "option_unknown");

        detail.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Whose_file_is_too_large() =>
        await Refused(Form(File(new string('x', UploadHost.MaxBytes + 1))), "file_too_large", HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Whose_file_contradicts_its_parts_type() => await Refused(
        Form($"--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\nContent-Type: image/png\n\ntext\n"),
        "media_type_contradicts_content",
        HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("Content-Length: 5", "length_mismatch")]
    [InlineData("Content-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:", "digest_mismatch")]
    [InlineData("Content-Digest: sha-256=AAAA", "option_out_of_range")]
    public async Task Whose_file_is_not_what_its_part_declares(string header, string code) => await Refused(
        Form($"--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\n{header}\n\ntext\n"), code);

    [Fact]
    public async Task With_a_digest_of_the_whole_form_that_is_not_its()
    {
        using var form = new MultipartFormDataContent { { new StringContent("text"), "file", _name } };
        form.Headers.TryAddWithoutValidation("Content-Digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:").ShouldBeTrue();

        await (await host.Client.PostAsync("/v1/files", form, TestContext.Current.CancellationToken)).ShouldBeProblem(HttpStatusCode.BadRequest, "digest_mismatch");

        await host.ShouldKeepNothingOf(_name);
    }

    private static string Form(params string[] parts) => string.Concat(parts) + "--cut--\n";

    private static string Part(string name, string text) => $"--cut\nContent-Disposition: form-data; name=\"{name}\"\n\n{text}\n";

    private string File(string text) => $"--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\n\n{text}\n";

    private async Task<string> Refused(string form, string code, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var detail = await (await host.Client.SendForm(form)).ShouldBeProblem(status, code);
        await host.ShouldKeepNothingOf(_name);
        return detail;
    }
}
