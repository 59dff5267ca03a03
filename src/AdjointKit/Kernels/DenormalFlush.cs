using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AdjointKit.Kernels;

/// <summary>
/// Flushing of denormal numbers to zero on the calling thread: a wave that starts in a quiet medium is made of denormals, and each costs the
/// processor a hundred cycles. On x86-64 the bits FTZ and DAZ of MXCSR, on Arm64 the bit FZ of FPCR. Where the C library offers no access to
/// them nothing happens.
/// </summary>
/// <remarks>
/// .NET has no intrinsic for either register, so this goes through fegetenv and fesetenv. The thread's state of floating point belongs to the
/// thread: a scope ends on the thread that began it.
/// </remarks>
public static unsafe partial class DenormalFlush
{
    // glibc and musl lay fenv_t out alike: 28 bytes of x87 state, then MXCSR; on Arm64 FPCR comes first.
    private const int MxcsrWord = 7;
    private const uint FlushToZeroAndDenormalsAreZero = 0x8040;
    private const uint ArmFlushToZero = 1u << 24;
    private const int EnvironmentWords = 16;

    private static readonly int ControlWord = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? MxcsrWord : 0;
    private static readonly uint FlushBits = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? FlushToZeroAndDenormalsAreZero : ArmFlushToZero;

    [ThreadStatic]
    private static int depth;

    /// <summary>Whether denormals can be flushed on this system.</summary>
    public static bool IsSupported { get; } = Probe();

    /// <summary>Flushes denormals on this thread until the scope is disposed. Scopes nest; an inner one costs a nanosecond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scope Enter()
    {
        if (depth++ > 0) return default;
        return EnterOutermost();
    }

    private static Scope EnterOutermost() => new(IsSupported && !Exchange(flush: true));

    /// <summary>Sets or clears the bits of this thread, and tells whether they were all set before.</summary>
    private static bool Exchange(bool flush)
    {
        uint* environment = stackalloc uint[EnvironmentWords];
        if (GetEnvironment(environment) != 0) return true;
        bool before = (environment[ControlWord] & FlushBits) == FlushBits;
        if (before == flush) return before;
        environment[ControlWord] = flush ? environment[ControlWord] | FlushBits : environment[ControlWord] & ~FlushBits;
        _ = SetEnvironment(environment);
        return before;
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)) return false;
        try
        {
            uint* environment = stackalloc uint[EnvironmentWords];
            return GetEnvironment(environment) == 0;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libm.so.6", EntryPoint = "fegetenv")]
    [SuppressGCTransition]
    private static partial int GetEnvironment(uint* environment);

    [LibraryImport("libm.so.6", EntryPoint = "fesetenv")]
    [SuppressGCTransition]
    private static partial int SetEnvironment(uint* environment);

    /// <summary>Restores what was before when it is disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly bool restores;

        internal Scope(bool restores)
        {
            this.restores = restores;
        }

        /// <summary>Ends the scope.</summary>
        public void Dispose()
        {
            depth--;
            if (restores) _ = Exchange(flush: false);
        }
    }
}
