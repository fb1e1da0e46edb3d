using Mono.Cecil;
using NetArchTest.Rules;

namespace Media.Architecture.Tests;

/// <summary>
/// Compares a compiled assembly with the table: what a csproj does not name can still come in by way of another project,
/// so what the code really uses is looked at too.
/// </summary>
internal static class AssemblyRules
{
    /// <summary>Compiled code may use the assemblies that its row allows, and .NET's own.</summary>
    public static IEnumerable<string> Violations(AssemblyDefinition assembly, Row row)
    {
        var ours = row.Projects.Select(p => Table.Rows.Single(r => r.Project == p).Assembly);
        var engines = row.Packages.Concat(row.Sees).SelectMany(Table.AssembliesOf);
        var allowed = ours.Concat(engines).ToHashSet(StringComparer.Ordinal);
        return assembly.MainModule.AssemblyReferences
            .Select(r => r.Name)
            .Where(name => !IsDotNet(name, row) && !allowed.Contains(name))
            .Select(name => $"{row.Project} may not use {name}");
    }

    /// <summary>In a module all is internal but the class that registers it.</summary>
    public static IEnumerable<string> NotInternal(Types types, string module) =>
        types.That().ArePublic().GetTypes()
            .Select(t => t.FullName!)
            .Where(name => name != $"{module}.{module.Split('.')[^1]}Module")
            .Select(name => $"{name} is public");

    /// <summary>What nobody derives from says so. The class that the compiler makes of Program.cs has no namespace and is not looked at.</summary>
    public static IEnumerable<string> NotSealed(Types types) =>
        types.That().AreClasses().And().AreNotAbstract().And().AreNotSealed().GetTypes()
            .Where(t => !t.IsNested && t.Namespace is not null)
            .Select(t => $"{t.FullName} is neither sealed nor abstract");

    /// <summary>Names of other modules' types, in full: a namespace would not do, as Media.Upload begins Media.Upload.Contracts.</summary>
    public static IEnumerable<string> Uses(Types types, IEnumerable<string> forbidden) =>
        (types.ShouldNot().HaveDependencyOnAny([.. forbidden]).GetResult().FailingTypeNames ?? [])
            .Select(name => $"{name} uses another module");

    // Contracts are plain records: not even ASP.NET Core's assemblies are for them.
    private static bool IsDotNet(string name, Row row) =>
        name is "System" or "netstandard" or "mscorlib"
        || name.StartsWith("System.", StringComparison.Ordinal) && name is not "System.CommandLine"
        || (!row.IsContracts && IsAspNetCore(name));

    private static bool IsAspNetCore(string name) =>
        name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name is "Microsoft.Net.Http.Headers" or "Microsoft.CSharp" or "Microsoft.Win32.Primitives"
        || (name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && name != "Microsoft.AspNetCore.OpenApi");
}
