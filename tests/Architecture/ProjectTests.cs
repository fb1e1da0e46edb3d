namespace Media.Architecture.Tests;

public sealed class ProjectTests
{
    [Fact]
    public void Projects_reference_what_the_table_allows_and_nothing_else() =>
        Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))
            .SelectMany(f => ProjectRules.Violations(ProjectFile.Read(f)))
            .ShouldBeEmpty();

    [Fact]
    public void Every_row_of_the_table_is_a_project() =>
        Table.Rows.Select(r => r.Project)
            .ShouldBe(Repository.Files("src", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)), ignoreOrder: true);

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Media.Monolith.sln")).Replace('\\', '/');
        Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))
            .Where(f => !solution.Contains($"\"{f}\"", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Media.Upload", "<ProjectReference Include='../../Delivery/Media.Delivery/Media.Delivery.csproj' />", "Media.Upload may not reference Media.Delivery")]
    [InlineData("Media.Upload", "<ProjectReference Include='..\\..\\Vision\\Media.Vision.Contracts\\Media.Vision.Contracts.csproj' />", "Media.Upload may not reference Media.Vision.Contracts")]
    [InlineData("Media.Vision.Contracts", "<ProjectReference Include='../Media.Upload.Contracts.csproj' />", "Media.Vision.Contracts may not reference Media.Upload.Contracts")]
    [InlineData("Media.Documents", "<ProjectReference Include='../Media.Upload.csproj' />", "Media.Documents may not reference Media.Upload")]
    [InlineData("Media.Delivery", "<PackageReference Include='NetVips' />", "Media.Delivery may not reference the package NetVips")]
    [InlineData("Media.Delivery", "<PackageReference Include='MassTransit' />", "Media.Delivery may not reference the package MassTransit")]
    [InlineData("Media.Upload", "<InternalsVisibleTo Include='Media.Delivery' />", "Media.Upload may not show its internals to Media.Delivery")]
    [InlineData("Media.Upload.Tests", "<ProjectReference Include='../Media.Delivery.csproj' />", "Media.Upload.Tests may not reference Media.Delivery")]
    [InlineData("Media.Common", "", "Media.Common is not in the table")]
    public void A_reference_that_the_table_does_not_allow_is_a_violation(string project, string item, string violation) =>
        ProjectRules.Violations(ProjectFile.Parse(project, $"<Project><ItemGroup>{item}</ItemGroup></Project>")).ShouldBe([violation]);
}
