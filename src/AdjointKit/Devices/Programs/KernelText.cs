using System.Reflection;

namespace AdjointKit.Devices.Programs;

/// <summary>Reads kernel sources, which lie in the assemblies as embedded files named by their file name.</summary>
internal static class KernelText
{
    /// <summary>The text of a source of this library.</summary>
    internal static string Read(string name) => Read(typeof(KernelText).Assembly, name);

    /// <summary>The text of a source of a library.</summary>
    internal static string Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"{assembly.GetName().Name} holds no kernel source {name}", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
