using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AdjointKit.Kernels;

/// <summary>
/// Flushing of denormal numbers to zero on the calling thread: a wave that starts in a quiet medium is made of denormals, and each costs the
/// processor a hundred cycles. On x86-64 the bits FTZ and DAZ of MXCSR, on Arm64 the bit FZ of FPCR. Where the C library offers no access to
/// them nothing happens.
/// </summary>
/// <remarks>
/// .NET has no intrinsic for either register, so this goes through fegetmode and fesetmode of glibc (2.25 and later), which leave the state of the x87 unit
/// alone: a tenth of the time of fegetenv. The thread's state of floating point belongs to the thread: a scope ends on the thread that began it.
/// </remarks>
public static unsafe partial class DenormalFlush
{
    // femode_t of glibc: the control word of the x87 unit, then MXCSR; on Arm64 FPCR alone.
    private const int MxcsrWord = 1;
    private const uint FlushToZeroAndDenormalsAreZero = 0x8040;
    private const uint ArmFlushToZero = 1u << 24;

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
        ref int nesting = ref depth;
        return nesting++ > 0 ? new Scope(ref nesting) : EnterOutermost(ref nesting);
    }

    private static Scope EnterOutermost(ref int nesting)
    {
        if (!IsSupported) return new Scope(ref nesting);
        ulong mode;
        if (GetMode((uint*)&mode) != 0 || (((uint*)&mode)[ControlWord] & FlushBits) == FlushBits) return new Scope(ref nesting);
        ulong before = mode;
        ((uint*)&mode)[ControlWord] |= FlushBits;
        return SetMode((uint*)&mode) == 0 ? new Scope(ref nesting, before) : new Scope(ref nesting);
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)) return false;
        try
        {
            ulong mode;
            return GetMode((uint*)&mode) == 0;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libm.so.6", EntryPoint = "fegetmode")]
    [SuppressGCTransition]
    private static partial int GetMode(uint* mode);

    [LibraryImport("libm.so.6", EntryPoint = "fesetmode")]
    [SuppressGCTransition]
    private static partial int SetMode(uint* mode);

    /// <summary>Restores what was before when it is disposed.</summary>
    public readonly ref struct Scope
    {
        // The thread's own count: to find it anew costs more than to count.
        private readonly ref int nesting;
        private readonly ulong before;
        private readonly bool restores;

        internal Scope(ref int nesting) => this.nesting = ref nesting;

        internal Scope(ref int nesting, ulong before)
        {
            this.nesting = ref nesting;
            this.before = before;
            restores = true;
        }

        /// <summary>Ends the scope.</summary>
        public void Dispose()
        {
            if (Unsafe.IsNullRef(ref nesting)) return;
            nesting--;
            if (!restores) return;
            ulong mode = before;
            _ = SetMode((uint*)&mode);
        }
    }
}
