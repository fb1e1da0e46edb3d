namespace Media.Architecture.Tests;

/// <summary>Compares a csproj with the table. Each violation is a sentence.</summary>
internal static class ProjectRules
{
    public static IEnumerable<string> Violations(ProjectFile file)
    {
        if (file.IsTests)
        {
            return OfTests(file);
        }

        return Table.Rows.SingleOrDefault(r => r.Project == file.Name) is { } row ? OfSource(file, row) : [$"{file.Name} is not in the table"];
    }

    private static IEnumerable<string> OfSource(ProjectFile file, Row row)
    {
        foreach (var project in file.Projects.Except(row.Projects, StringComparer.Ordinal))
        {
            yield return $"{file.Name} may not reference {project}";
        }

        foreach (var package in file.Packages.Except(row.Packages, StringComparer.Ordinal))
        {
            yield return $"{file.Name} may not reference the package {package}";
        }

        foreach (var friend in file.ShowsInternalsTo.Where(f => f != $"{file.Name}.Tests" && f != "Media.Bench"))
        {
            yield return $"{file.Name} may not show its internals to {friend}";
        }
    }

    // Tests of a module see that module, never another one: what comes from others they make of Contracts.
    private static IEnumerable<string> OfTests(ProjectFile file)
    {
        var modules = Table.Rows.Where(r => r.IsModule).Select(r => r.Project);
        return modules
            .Intersect(file.Projects, StringComparer.Ordinal)
            .Where(m => $"{m}.Tests" != file.Name && file.Name != "Media.Bench")
            .Select(m => $"{file.Name} may not reference {m}");
    }
}
