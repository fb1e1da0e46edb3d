using System.Reflection;
using Mono.Cecil;
using NetArchTest.Rules;

namespace Media.Architecture.Tests;

public sealed class AssemblyTests
{
    private static readonly Row[] Modules = [.. Table.Rows.Where(r => r.IsModule)];

    [Fact]
    public void Assemblies_use_what_the_table_allows_and_nothing_else() =>
        Table.Rows.SelectMany(row => AssemblyRules.Violations(Compiled(row), row)).ShouldBeEmpty();

    [Fact]
    public void In_a_module_only_its_registration_is_public() =>
        Modules.SelectMany(m => AssemblyRules.NotInternal(Types.InAssembly(Loaded(m)), m.Project)).ShouldBeEmpty();

    [Fact]
    public void Classes_are_sealed_or_abstract() =>
        Table.Rows.SelectMany(r => AssemblyRules.NotSealed(Types.InAssembly(Loaded(r)))).ShouldBeEmpty();

    [Fact]
    public void Modules_use_no_type_of_another_module() =>
        Modules.SelectMany(m => AssemblyRules.Uses(Types.InAssembly(Loaded(m)), TypesOf(Modules.Where(o => o != m)))).ShouldBeEmpty();

    [Fact]
    public void Building_blocks_use_no_type_of_a_module() =>
        Table.Rows.Where(r => !r.IsModule && r.Project != "Media.Host")
            .SelectMany(r => AssemblyRules.Uses(Types.InAssembly(Loaded(r)), TypesOf(Modules)))
            .ShouldBeEmpty();

    [Fact]
    public void The_host_is_where_the_rule_finds_modules_used() =>
        AssemblyRules.Uses(Types.InAssembly(typeof(MadeUp.Delivery.TakesARow).Assembly), [typeof(Row).FullName!])
            .ShouldContain($"{typeof(MadeUp.Delivery.TakesARow).FullName} uses another module");

    [Theory]
    [InlineData("Media.Delivery", "Microsoft.Data.Sqlite")]
    [InlineData("Media.Delivery", "Media.Upload")]
    [InlineData("Media.Delivery", "Media.Upload.Contracts")]
    [InlineData("Media.Delivery", "MassTransit")]
    [InlineData("Media.Processing", "NetVips")]
    [InlineData("Media.Blobs", "Media.Upload.Contracts")]
    [InlineData("Media.Upload.Contracts", "Microsoft.Extensions.Options")]
    [InlineData("Media.Upload.Contracts", "MassTransit.Abstractions")]
    public void A_use_that_the_table_does_not_allow_is_a_violation(string project, string uses)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition(project, new Version(1, 0)), project, ModuleKind.Dll);
        assembly.MainModule.AssemblyReferences.Add(new AssemblyNameReference(uses, new Version(1, 0)));
        AssemblyRules.Violations(assembly, Table.Rows.Single(r => r.Project == project)).ShouldBe([$"{project} may not use {uses}"]);
    }

    [Fact]
    public void A_public_type_beside_the_registration_is_a_violation() =>
        AssemblyRules.NotInternal(Types.InNamespace("Media.Architecture.Tests.MadeUp.Delivery"), "Media.Architecture.Tests.MadeUp.Delivery")
            .ShouldBe(["Media.Architecture.Tests.MadeUp.Delivery.TakesARow is public"]);

    [Fact]
    public void A_class_that_is_open_is_a_violation() =>
        AssemblyRules.NotSealed(Types.InNamespace("Media.Architecture.Tests.MadeUp.Delivery"))
            .ShouldBe(["Media.Architecture.Tests.MadeUp.Delivery.TakesARow is neither sealed nor abstract"]);

    private static Assembly Loaded(Row row) => Assembly.Load(row.Assembly);

    private static AssemblyDefinition Compiled(Row row) => AssemblyDefinition.ReadAssembly(Loaded(row).Location);

    private static IEnumerable<string> TypesOf(IEnumerable<Row> rows) =>
        rows.SelectMany(r => Loaded(r).GetTypes())
            .Where(t => !t.IsNested && t.Namespace?.StartsWith("Media.", StringComparison.Ordinal) == true)
            .Select(t => t.FullName!);
}
