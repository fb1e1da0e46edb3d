using System.Buffers.Binary;
using System.Text.Json;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace Media.Caching.Redis;

/// <summary>A value as it lies in Redis.</summary>
/// <param name="Until">When it expires, wherever it is kept.</param>
internal sealed record Far<T>(T Value, DateTimeOffset Until);

/// <summary>
/// JSON, and bytes as they are: in JSON they would be a third longer. What can't be read is not there: another version, with other
/// records, may have written it, so a member that a record needs must not be missing.
/// </summary>
internal sealed class FarSerializer : IFusionCacheSerializer
{
    // JSON never begins with this. Two times follow, when the value was made and until when it is kept, and then the bytes.
    private const byte Raw = 0;
    private const int Head = 1 + (2 * sizeof(long));

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.General) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public byte[] Serialize<T>(T? obj)
    {
        if (obj is not FusionCacheDistributedEntry<Far<byte[]>> { Value.Value: { } bytes } entry)
        {
            return JsonSerializer.SerializeToUtf8Bytes(obj, Json);
        }

        var packed = new byte[Head + bytes.Length];
        packed[0] = Raw;
        BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(1), entry.Timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(1 + sizeof(long)), entry.Value.Until.UtcTicks);
        bytes.CopyTo(packed, Head);
        return packed;
    }

    public T? Deserialize<T>(byte[] data)
    {
        if (data.Length < Head || data[0] != Raw)
        {
            return JsonSerializer.Deserialize<T>(data, Json);
        }

        var made = BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(1));
        var until = BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(1 + sizeof(long)));
        var value = new Far<byte[]>(data[Head..], new DateTimeOffset(until, TimeSpan.Zero));
        return (T)(object)new FusionCacheDistributedEntry<Far<byte[]>>(value, made, until, tags: null, metadata: null);
    }

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));
}
