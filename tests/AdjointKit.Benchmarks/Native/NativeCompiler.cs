using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AdjointKit.Benchmarks.Native;

/// <summary>Baselines in C, compiled by the machine's gcc when they are needed into a folder that git ignores.</summary>
internal static class NativeCompiler
{
    /// <summary>Compiles and loads a source.</summary>
    /// <param name="source">A file of the folder baselines.</param>
    /// <param name="name">What the library is called.</param>
    /// <param name="flags">The flags, and libraries to link.</param>
    /// <exception cref="InvalidOperationException">No gcc, or it fails.</exception>
    internal static nint Load(string source, string name, string flags)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "baselines", source);
        string library = Path.Combine(Folder(), name + ".so");
        var start = new ProcessStartInfo("gcc", $"-shared -fPIC -o \"{library}\" \"{path}\" {flags}") { RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using Process compiler = Process.Start(start)!;
            string messages = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0) throw new InvalidOperationException($"gcc could not compile the baseline {path}:\n{messages}");
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("gcc was not found, and the benchmarks compare with a C baseline that it compiles: install it (Debian: apt-get install gcc) and run again.", failure);
        }

        return NativeLibrary.Load(library);
    }

    /// <summary>Where baselines keep what they make, a folder that git ignores.</summary>
    internal static string Folder() => Directory.CreateDirectory(Path.Combine(ProjectFolder(), ".baseline")).FullName;

    /// <summary>The project's folder, from which its programs are run; else where the program lies.</summary>
    private static string ProjectFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AdjointKit.Benchmarks.csproj"))) return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
