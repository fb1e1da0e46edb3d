using System.Security.Cryptography;
using Media.Vision.Detect;
using Media.Vision.Models;
using Media.Vision.Tests.Sample;

namespace Media.Vision.Tests.Models;

public sealed class CatalogTests
{
    private static readonly ModelsFolder Carried = new(Places.Models);

    [Fact]
    public void Every_model_that_comes_with_the_server_is_what_the_catalog_says()
    {
        var catalog = Catalog.Read(Carried);
        var here = catalog.Models.Where(m => File.Exists(Carried.PathOf(m))).ToList();

        here.Select(m => m.Name).ShouldBe(["deimv2-femto", "fsrcnn-x2", "fsrcnn-x4", "esrgan-medium-x3", "ffdnet-color"]);
        Directory.EnumerateFiles(Places.Models, "*.onnx").Select(Path.GetFileName).ShouldBe(here.Select(m => m.File), ignoreOrder: true);
        foreach (var model in here)
        {
            var bytes = File.ReadAllBytes(Carried.PathOf(model));
            bytes.LongLength.ShouldBe(model.Bytes, model.Name);
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(model.Sha256, model.Name);
        }
    }

    [Fact]
    public void Every_model_has_its_licence_beside_it_and_all_can_be_had()
    {
        foreach (var model in Catalog.Read(Carried).Models)
        {
            var licence = File.ReadAllText(Path.Combine(Places.Models, model.LicenceFile));
            licence.ShouldContain(model.Licence == "MIT" ? "MIT License" : "Apache License");
            (Carried.Has(model) || model.Address is { Scheme: "https" }).ShouldBeTrue(model.Name);
        }
    }

    [Fact]
    public void Of_each_job_one_model_is_the_default_and_of_detectors_a_family_reads_each()
    {
        var catalog = Catalog.Read(Carried);

        foreach (var job in catalog.Models.GroupBy(m => m.Job))
        {
            job.Count(m => m.Default).ShouldBe(1, job.Key);
        }

        foreach (var model in catalog.Detectors)
        {
            Families.Find(model.Family).ShouldNotBeNull(model.Name);
            var labels = Labels.Read(model, Carried);
            labels.Count.ShouldBe(80);
            labels.Select(l => l.Category).Distinct().Count().ShouldBe(12);
            labels[0].ShouldBe(new Label("person", "person"));
            labels[21].ShouldBe(new Label("bear", "animal"));
            labels[77].ShouldBe(new Label("teddy bear", "indoor"));
        }
    }

    [Fact]
    public void An_empty_folder_still_knows_what_could_be_in_it()
    {
        using var empty = new EmptyFolder();
        var folder = new ModelsFolder(empty.Path);

        var catalog = Catalog.Read(folder);

        catalog.Models.Select(m => m.Name).ShouldBe(Catalog.Read(Carried).Models.Select(m => m.Name));
        catalog.Models.ShouldAllBe(m => !folder.Has(m));
        Labels.Read(catalog.Find("yolox-nano")!, folder).Count.ShouldBe(80);
    }

    [Fact]
    public void A_catalog_of_the_operators_own_takes_the_place_of_the_one_built_in()
    {
        using var own = new EmptyFolder();
        File.WriteAllText(own.At("catalog.json"), Json(Entry("mine")));
        File.WriteAllText(own.At("mine.csv"), "screw,part\nnut\n\n");
        var folder = new ModelsFolder(own.Path);

        var model = Catalog.Read(folder).Models.ShouldHaveSingleItem();

        model.Name.ShouldBe("mine");
        Labels.Read(model, folder).ShouldBe([new Label("screw", "part"), new Label("nut", "object")]);
    }

    [Theory]
    [InlineData("\"name\": \"../mine\"")]
    [InlineData("\"name\": null")]
    [InlineData("\"file\": \"../../etc/passwd\"")]
    [InlineData("\"file\": \"a/b.onnx\"")]
    [InlineData("\"file\": \".hidden\"")]
    [InlineData("\"labels\": \"/etc/passwd\"")]
    [InlineData("\"labels\": null")]
    [InlineData("\"licenceFile\": \"licences/../../x\"")]
    [InlineData("\"sha256\": \"abc\"")]
    [InlineData("\"bytes\": 0")]
    [InlineData("\"width\": 7")]
    public void An_entry_that_is_none_is_refused_with_its_reason(string member)
    {
        var name = member[1..member.IndexOf('"', 1)];
        var lines = Entry("mine").Split('\n').Select(l => l.Contains($"\"{name}\":", StringComparison.Ordinal) ? member + "," : l);

        Should.Throw<CatalogException>(() => Catalog.Parse(Json(string.Join('\n', lines)))).Message.ShouldContain("must");
    }

    [Fact]
    public void A_name_stands_once() =>
        Should.Throw<CatalogException>(() => Catalog.Parse(Json(Entry("mine") + "," + Entry("mine")))).Message.ShouldContain("twice");

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void What_is_no_catalog_is_refused(string text)
    {
        using var own = new EmptyFolder();
        File.WriteAllText(own.At("catalog.json"), text);

        Should.Throw<CatalogException>(() => Catalog.Read(new ModelsFolder(own.Path))).Message.ShouldContain("catalog.json");
    }

    private static string Json(string entries) => $$"""{ "schema": 1, "models": [ {{entries}} ] }""";

    private static string Entry(string name) => $$"""
        {
        "name": "{{name}}",
        "job": "detect",
        "family": "yolox",
        "file": "mine.onnx",
        "bytes": 3,
        "sha256": "{{new string('a', 64)}}",
        "width": 416,
        "height": 416,
        "labels": "mine.csv",
        "licenceFile": "mine.txt",
        "licence": "MIT",
        "source": "https://example.org"
        }
        """;
}
