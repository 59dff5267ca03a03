using System.Runtime.InteropServices;
using System.Text;

namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>Compiles programs for one device with NVRTC: to its binary form, or to PTX, which the driver translates, where the device is newer than the compiler.</summary>
internal sealed unsafe class CudaCompiler
{
    private readonly NvrtcLibrary library;
    private readonly byte[][] options;

    private CudaCompiler(NvrtcLibrary library, string target)
    {
        this.library = library;
        Target = target;

        // Sums and products are fused where the source says so and nowhere else, as on every other device.
        string[] words = [$"--gpu-architecture={target}", "--std=c++17", "--fmad=false"];
        options = [.. words.Select(Terminated)];
        Identity = $"NVRTC {library.Version}|{string.Join(' ', words)}";
    }

    /// <summary>What is compiled for: "sm_90", or "compute_90" for PTX.</summary>
    internal string Target { get; }

    /// <summary>What a binary depends on beside its text.</summary>
    internal string Identity { get; }

    /// <summary>The compiler for a device; null where NVRTC knows it no more.</summary>
    /// <param name="library">The functions.</param>
    /// <param name="capability">The compute capability of the device, times ten.</param>
    /// <param name="reason">Why there is none.</param>
    internal static CudaCompiler? For(NvrtcLibrary library, int capability, out string reason)
    {
        reason = "";
        if (library.Architectures.Contains(capability)) return new CudaCompiler(library, $"sm_{capability}");
        int[] older = [.. library.Architectures.Where(architecture => architecture <= capability)];
        if (older.Length > 0) return new CudaCompiler(library, $"compute_{older.Max()}");
        reason = $"its compute capability {Text(capability)} is older than what NVRTC {library.Version} compiles for ({Text(library.Architectures.DefaultIfEmpty().Min())} and later): use an NVRTC of an older CUDA";
        return null;
    }

    /// <summary>Compiles a program.</summary>
    internal byte[] Compile(Device device, string text, string name)
    {
        nint program = 0;
        try
        {
            int code;
            fixed (byte* source = Terminated(text), label = Terminated(name)) code = library.CreateProgram(&program, source, label, 0, null, null);
            Check(device, code, $"take the source {name}");
            code = Run(program);
            if (code != NvrtcLibrary.Success)
            {
                string log = Log(program, code);
                throw new ProgramBuildException(device, name, log, CompilerMessage.LineOf(text, log));
            }

            bool isBinary = Target.StartsWith("sm_", StringComparison.Ordinal);
            return isBinary ? Result(device, program, library.GetBinarySize, library.GetBinary) : Result(device, program, library.GetTextSize, library.GetText);
        }
        finally
        {
            if (program != 0) _ = library.DestroyProgram(&program);
        }
    }

    /// <summary>"9.0" for 90.</summary>
    internal static string Text(int capability) => $"{capability / 10}.{capability % 10}";

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private int Run(nint program)
    {
        byte** texts = stackalloc byte*[options.Length];
        var handles = new GCHandle[options.Length];
        for (int i = 0; i < options.Length; i++)
        {
            handles[i] = GCHandle.Alloc(options[i], GCHandleType.Pinned);
            texts[i] = (byte*)handles[i].AddrOfPinnedObject();
        }

        int code = library.CompileProgram(program, options.Length, texts);
        foreach (GCHandle handle in handles) handle.Free();
        return code;
    }

    private string Log(nint program, int code)
    {
        nuint length;
        if (library.GetLogSize(program, &length) != NvrtcLibrary.Success || length <= 1) return ErrorText(code);
        var log = new byte[(int)length];
        fixed (byte* into = log) _ = library.GetLog(program, into);
        return Encoding.UTF8.GetString(log).TrimEnd('\0', '\n', ' ');
    }

    private string ErrorText(int code) => Marshal.PtrToStringUTF8((nint)library.GetErrorString(code)) ?? $"NVRTC error {code}";

    private byte[] Result(Device device, nint program, delegate* unmanaged<nint, nuint*, int> size, delegate* unmanaged<nint, byte*, int> copy)
    {
        nuint length;
        Check(device, size(program, &length), "give the binary of a program");
        var binary = new byte[(int)length];
        fixed (byte* into = binary) Check(device, copy(program, into), "give the binary of a program");
        return binary;
    }

    private void Check(Device device, int code, string deed)
    {
        if (code != NvrtcLibrary.Success) throw new DeviceException(device, $"the compiler for {device} (NVRTC {library.Version}) could not {deed}: {ErrorText(code)}.");
    }
}
