namespace Media.Architecture.Tests;

public sealed class SourceTests
{
    [Fact]
    public void Files_are_short_and_named_after_what_they_hold() =>
        Repository.Files("src", "*.cs")
            .SelectMany(f => SourceRules.Violations(f, File.ReadAllLines(Path.Combine(Repository.Root, f))))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("src/Modules/Upload/Media.Upload/Helpers/Name.cs", 10, "lies in a room called Helpers")]
    [InlineData("src/Modules/Upload/Media.Upload/Receive/FileManager.cs", 10, "is called a Manager")]
    [InlineData("src/Modules/Upload/Media.Upload/Receive/Receive.cs", 301, "has 301 lines, more than 300")]
    public void A_long_file_and_a_name_that_says_nothing_are_violations(string path, int lines, string violation) =>
        SourceRules.Violations(path, new string[lines]).ShouldBe([$"{path} {violation}"]);

    [Fact]
    public void A_short_file_with_a_good_name_is_none() =>
        SourceRules.Violations("src/Modules/Upload/Media.Upload/Tus/PatchUpload.cs", new string[300]).ShouldBeEmpty();
}
