using Media.Messaging.Tests;
using Xunit.Runner.InProc.SystemConsole;

// The program is its own child: see KafkaChild.
return await KafkaChild.Is() ? 0 : await ConsoleRunner.Run(args);
