using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Media.EndToEnd.Tests.Hosting;

/// <summary>What a stopped host left in its folder, read without it.</summary>
internal sealed class Ledger(string folder)
{
    /// <summary>Every document of a collection.</summary>
    public IReadOnlyList<JsonElement> Documents(string collection)
    {
        using var connection = new SqliteConnection($"Data Source={Directory.EnumerateFiles(folder, "*.db", SearchOption.AllDirectories).Single()};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is one of this project's own, and a table's name can't be a parameter.
        command.CommandText = $"select body from \"{collection}\"";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var documents = new List<JsonElement>();
        while (reader.Read())
        {
            documents.Add(JsonDocument.Parse(reader.GetString(0)).RootElement);
        }

        return documents;
    }
}
