using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Receive;

public sealed class CutShortTests(UploadHost host)
{
    private readonly string _name = Sending.NewName();

    [Theory]
    [InlineData("Content-Length: 100")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_client_that_dies_in_mid_body_leaves_nothing(string length)
    {
        using var wire = await Wire.Open(host);
        await wire.Begin($"/v1/files?name={_name}", length);
        await wire.Write("a\r\n0123456789\r\n");
        await Wait.Until(async () => (await host.DueOf(_name)).Count == 1);

        wire.Cut();

        await Wait.Until(async () => (await host.DueOf(_name)).All(f => f.Phase == FilePhase.Abandoned));
        await host.ShouldKeepNothingOf(_name);
    }

    [Theory]
    [InlineData("Content-Length: 100")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_that_ends_before_its_length_leaves_nothing(string length)
    {
        using var wire = await Wire.Open(host);
        await wire.Begin($"/v1/files?name={_name}", length);
        await wire.Write("a\r\n0123456789\r\n");
        await Wait.Until(async () => (await host.DueOf(_name)).Count == 1);

        wire.HalfClose();

        // Kestrel takes it for a client that went away: it may answer with nothing, and with no 201.
        (await wire.Answer()).ShouldNotContain("201");
        await Wait.Until(async () => (await host.DueOf(_name)).All(f => f.Phase == FilePhase.Abandoned));
        await host.ShouldKeepNothingOf(_name);
    }

    [Fact]
    public async Task A_client_that_dies_in_mid_form_leaves_nothing()
    {
        using var wire = await Wire.Open(host);
        await wire.Begin("/v1/files", "Content-Length: 1000", "Content-Type: multipart/form-data; boundary=cut");
        await wire.Write($"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{_name}\"\r\n\r\nhalf of");
        await Wait.Until(async () => (await host.DueOf(_name)).Count == 1);

        wire.Cut();

        await Wait.Until(async () => (await host.DueOf(_name)).All(f => f.Phase == FilePhase.Abandoned));
        host.Said<FileStored>().ShouldNotContain(s => s.Name == _name);
        await host.ShouldKeepNothingOf(_name);
    }

    [Fact]
    public async Task Nothing_is_logged_as_an_error_when_clients_die()
    {
        await A_client_that_dies_in_mid_body_leaves_nothing("Content-Length: 100");

        host.Log.Lines.Where(line => line.StartsWith("Error:", StringComparison.Ordinal) && line.Contains("/v1/files")).ShouldBeEmpty();
    }
}
