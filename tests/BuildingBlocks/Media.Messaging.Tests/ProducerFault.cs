using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Media.Messaging.Kafka;

namespace Media.Messaging.Tests;

/// <summary>What ends an idempotent producer for good and seldom comes by itself: by the library's own call for tests.</summary>
internal static class ProducerFault
{
    private const int OutOfOrderSequence = 45;

    private delegate int TestFatalError(nint client, int code, [MarshalAs(UnmanagedType.LPUTF8Str)] string reason);

    public static void Cause(KafkaProducer producer)
    {
        const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        var client = (IClient)typeof(KafkaProducer).GetField("_producer", hidden)!.GetValue(producer)!;
        var handle = (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", hidden)!.GetValue(client.Handle)!;
        using var process = Process.GetCurrentProcess();
        var library = process.Modules.Cast<ProcessModule>().Single(m => m.ModuleName.Contains("librdkafka", StringComparison.Ordinal)).FileName;
        var cause = Marshal.GetDelegateForFunctionPointer<TestFatalError>(NativeLibrary.GetExport(NativeLibrary.Load(library), "rd_kafka_test_fatal_error"));
        var held = false;
        handle.DangerousAddRef(ref held);
        try
        {
#pragma warning disable S3869 // Held meanwhile.
            cause(handle.DangerousGetHandle(), OutOfOrderSequence, "the test says so");
#pragma warning restore S3869
        }
        finally
        {
            handle.DangerousRelease();
        }
    }
}
