using System.Net;
using System.Net.Sockets;
using Media.Testing;
using Media.Testing.Engines;

namespace Media.Blobs.Tests;

/// <summary>Which host and path stand in the addresses at which clients put parts.</summary>
public sealed class S3AddressTests
{
    private static readonly DateTimeOffset Soon = DateTimeOffset.UtcNow.AddHours(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", null, "http://127.0.0.1:9/bucket/a/b")]
    [InlineData("true", "https://media.example.com", "https://media.example.com/bucket/a/b")]
    [InlineData("true", "http://media.example.com:9000", "http://media.example.com:9000/bucket/a/b")]
    [InlineData("false", "https://media.example.com", "https://bucket.media.example.com/a/b")]
    [InlineData("false", "http://media.example.com:9000/", "http://bucket.media.example.com:9000/a/b")]
    public async Task The_public_endpoint_and_the_style_make_the_address(string pathStyle, string? endpoint, string address)
    {
        (string, string)[] settings = [("Bucket", "bucket"), ("PathStyle", pathStyle)];
        await using var s3 = new S3Services("127.0.0.1:9", endpoint is null ? settings : [.. settings, ("PublicEndpoint", endpoint)]);
        var made = await s3.Parts.Address("a/b", "upload", 3, 100, Soon);
        made.GetLeftPart(UriPartial.Path).ShouldBe(address);
        made.Query.ShouldContain("partNumber=3");
        made.Query.ShouldContain("uploadId=upload");
        made.Query.ShouldContain("X-Amz-SignedHeaders=content-length%3Bhost");
    }

    [Fact]
    public async Task Without_an_endpoint_the_address_is_AWSs_with_the_bucket_before_it()
    {
        await using var s3 = new S3Services("", ("Bucket", "bucket"), ("Endpoint", null!), ("Region", "eu-central-1"));
        (await s3.Parts.Address("a/b", "upload", 1, 1, Soon)).GetLeftPart(UriPartial.Path).ShouldBe("https://bucket.s3.eu-central-1.amazonaws.com/a/b");
    }

    [Fact]
    public async Task A_store_that_is_asked_by_the_name_of_the_bucket_takes_the_part()
    {
        var folder = Directory.CreateTempSubdirectory("media-s3-");
        try
        {
            var port = Ports.Free();
            await using var server = await ServerProcess.Start(
                folder.FullName, "/usr/bin/env", "MINIO_DOMAIN=store.test", Shelf.Find("servers", "serve"), "s3", $"{port}", Path.Combine(folder.FullName, "data"));
            await using var inside = new S3Services($"127.0.0.1:{port}", ("Bucket", "bucket"));
            await Testing.Hosting.Wait.Until(async () => await IsThere(inside), () => server.Output);
            await using var outside = new S3Services($"127.0.0.1:{port}", ("Bucket", "bucket"), ("PathStyle", "false"), ("PublicEndpoint", $"http://store.test:{port}"));
            var upload = await inside.Parts.Begin("a/b", Stop);
            var address = await outside.Parts.Address("a/b", upload, 1, 3, Soon);
            address.Host.ShouldBe("bucket.store.test");

            // No name server knows the host.
            using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, stop) => await Connected(port, stop) });
            using var body = new ByteArrayContent([1, 2, 3]);
            using var answer = await http.PutAsync(address, body, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
            (await inside.Parts.Complete("a/b", upload, 3, Stop)).ShouldBe(PartsEnd.Completed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> IsThere(S3Services s3)
    {
        try
        {
            return await s3.Blobs.Stat("a", Stop) is null;
        }
        catch (BlobsUnavailableException)
        {
            return false;
        }
    }

    private static async Task<Stream> Connected(int port, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
