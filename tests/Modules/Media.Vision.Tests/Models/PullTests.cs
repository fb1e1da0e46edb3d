using System.Security.Cryptography;
using Media.Vision.Models;
using Media.Vision.Tests.Sample;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Media.Vision.Tests.Models;

/// <summary><c>media models</c>, from a server on this machine.</summary>
public sealed class PullTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];

    private readonly EmptyFolder folder = new();
    private readonly StringWriter output = new();

    [Fact]
    public async Task A_model_is_fetched_with_its_licence_and_lies_whole_in_its_place()
    {
        await using var server = await ModelServer.Start(Content);
        Write(server.Address);

        (await Run("pull", "mine", "--Media:Models=as-the-configuration-says")).ShouldBe(0);

        folder.Files.ShouldBe(["catalog.json", "licences/yolox.Apache-2.0.txt", "mine.onnx"]);
        (await File.ReadAllBytesAsync(folder.At("mine.onnx"), TestContext.Current.CancellationToken)).ShouldBe(Content);
        output.ToString().ShouldContain("100 %  300,000 of 300,000 bytes");
        output.ToString().ShouldContain("mine is installed");
        output.ToString().ShouldContain("Licence: Apache-2.0");
    }

    [Fact]
    public async Task What_is_there_already_is_not_fetched_again()
    {
        Write(new Uri("https://127.0.0.1:1/nobody-is-there"));
        await File.WriteAllBytesAsync(folder.At("mine.onnx"), Content, TestContext.Current.CancellationToken);

        (await Run("pull", "mine")).ShouldBe(0);

        output.ToString().ShouldContain("installed already");
    }

    [Fact]
    public async Task A_damaged_file_is_replaced()
    {
        await using var server = await ModelServer.Start(Content);
        Write(server.Address);
        var damaged = Content.ToArray();
        damaged[1000] ^= 1;
        await File.WriteAllBytesAsync(folder.At("mine.onnx"), damaged, TestContext.Current.CancellationToken);

        (await Run("pull", "mine")).ShouldBe(0);

        (await File.ReadAllBytesAsync(folder.At("mine.onnx"), TestContext.Current.CancellationToken)).ShouldBe(Content);
    }

    [Fact]
    public async Task Other_bytes_than_the_catalogs_are_refused_and_nothing_is_kept()
    {
        var other = Content.ToArray();
        other[^1] ^= 1;
        await using var server = await ModelServer.Start(other);
        Write(server.Address);

        await ShouldFail("SHA-256");
    }

    [Fact]
    public async Task More_bytes_than_the_catalogs_are_not_waited_for()
    {
        await using var server = await ModelServer.Start(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(Content, context.RequestAborted);
            }
        });
        Write(server.Address);

        await ShouldFail("more than");
    }

    [Fact]
    public async Task A_body_that_ends_early_is_refused_and_nothing_is_kept()
    {
        await using var server = await ModelServer.Start(Content[..100_000]);
        Write(server.Address);

        await ShouldFail("ended after 100000 of the 300000 bytes");
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_nothing()
    {
        await using var server = await ModelServer.Start(async context =>
        {
            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content.AsMemory(0, 100_000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });
        Write(server.Address);

        await ShouldFail("could not be installed");
    }

    [Fact]
    public async Task An_address_that_has_nothing_is_named()
    {
        await using var server = await ModelServer.Start(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        Write(server.Address);

        await ShouldFail("404");
    }

    [Theory]
    [InlineData("http://example.org/model.onnx")]
    [InlineData("ftp://127.0.0.1/model.onnx")]
    [InlineData("file://example.org/model.onnx")]
    public async Task Only_https_is_fetched_from_elsewhere(string address)
    {
        Write(new Uri(address));

        await ShouldFail("not an https address");
    }

    [Fact]
    public async Task A_model_without_an_address_comes_with_the_server()
    {
        Write(address: null);

        await ShouldFail("comes with the server");
    }

    [Fact]
    public async Task A_pull_that_is_stopped_leaves_nothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var server = await ModelServer.Start(async context =>
        {
            await context.Response.Body.WriteAsync(Content.AsMemory(0, 1000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        Write(server.Address);

        (await VisionModule.Models(["pull", "mine"], Configuration(), output, stop.Token)).ShouldBe(1);

        output.ToString().ShouldContain("Stopped");
        folder.Files.ShouldNotContain(f => f.Contains("mine.onnx"));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_answered_with_those_there_are()
    {
        Write(address: null);

        (await Run("pull", "yours")).ShouldBe(1);

        output.ToString().ShouldContain("mine");
    }

    [Fact]
    public async Task The_list_says_what_is_installed()
    {
        Write(address: null);
        (await Run("list")).ShouldBe(0);
        output.ToString().ShouldContain("not installed");

        await File.WriteAllBytesAsync(folder.At("mine.onnx"), Content, TestContext.Current.CancellationToken);
        output.GetStringBuilder().Clear();
        (await Run()).ShouldBe(0);
        output.ToString().ShouldNotContain("not installed");
    }

    [Fact]
    public async Task What_is_not_understood_is_answered_with_how_to_say_it()
    {
        (await Run("drop", "mine")).ShouldBe(2);

        output.ToString().ShouldContain("media models pull NAME");
    }

    [Fact]
    public async Task A_catalog_that_cannot_be_read_is_named()
    {
        await File.WriteAllTextAsync(folder.At("catalog.json"), "{", TestContext.Current.CancellationToken);

        (await Run("list")).ShouldBe(1);

        output.ToString().ShouldContain("catalog.json");
    }

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
    }

    private async Task ShouldFail(string reason)
    {
        (await Run("pull", "mine")).ShouldBe(1);
        output.ToString().ShouldContain(reason);
        folder.Files.ShouldNotContain(f => f.Contains("mine.onnx"));
    }

    private Task<int> Run(params string[] args) => VisionModule.Models(args, Configuration(), output, TestContext.Current.CancellationToken);

    private IConfiguration Configuration() =>
        new ConfigurationBuilder().AddInMemoryCollection([new(ModelsFolder.Setting, folder.Path)]).Build();

    private void Write(Uri? address) => File.WriteAllText(folder.At("catalog.json"), $$"""
        { "models": [ {
          "name": "mine", "job": "detect", "family": "yolox", "file": "mine.onnx", "bytes": {{Content.Length}},
          "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Content))}}", "width": 416, "height": 416, "labels": "coco-80.csv",
          "licence": "Apache-2.0", "licenceFile": "licences/yolox.Apache-2.0.txt", "source": "https://example.org"{{(address is null ? "" : $", \"address\": \"{address}\"")}}
        } ] }
        """);
}
