using Media.Host;
using Media.Imaging;

// A child that decodes a stranger's picture starts often and must start fast: before anything of the server is loaded.
return args is ["decode", .. var decode] ? DecodeCommand.Run(decode) : await CommandLine.Run(args);
