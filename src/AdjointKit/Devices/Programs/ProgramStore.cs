using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Programs;

/// <summary>The programs of one device: compiled once, kept on disk for the next run, and the kernels found in them. Thread-safe; finding a kernel again allocates nothing.</summary>
internal sealed class ProgramStore(DeviceDriver driver, ProgramCache cache)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ProgramSource, nint> programs = [];
    private readonly Dictionary<(ProgramSource Source, string Kernel), nint> kernels = [];

    /// <summary>A kernel by name.</summary>
    internal nint Find(ProgramSource source, string kernel)
    {
        lock (gate)
        {
            if (kernels.TryGetValue((source, kernel), out nint found)) return found;
            nint handle = driver.FindKernel(Load(source), kernel);
            kernels.Add((source, kernel), handle);
            return handle;
        }
    }

    private nint Load(ProgramSource source)
    {
        if (programs.TryGetValue(source, out nint loaded)) return loaded;
        string text = source.Text(driver.Prelude);
        string key = ProgramCache.KeyOf(text, driver.CompilerIdentity);
        nint program = cache.TryRead(key) is byte[] kept ? driver.TryLoad(kept) : 0;
        if (program == 0)
        {
            byte[] compiled = driver.Compile(text, source.Files);
            program = driver.TryLoad(compiled);
            if (program == 0) throw new DeviceException(driver.Device, $"{driver.Device} does not take the program {source.Files} that its own compiler made.");
            cache.Keep(key, compiled);
        }

        programs.Add(source, program);
        return program;
    }
}
