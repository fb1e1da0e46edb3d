using Media.Imaging;
using Xunit.Runner.InProc.SystemConsole;

// The tests are their own child decoder, as the host is its own.
return args is ["decode", ..] ? DecodeCommand.Run(args[1..]) : await ConsoleRunner.Run(args);
