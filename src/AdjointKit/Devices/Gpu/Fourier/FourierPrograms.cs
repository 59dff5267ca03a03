using AdjointKit.Arrays;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>The programs of the Fourier transforms, specialised by precision and, for whole lines, by length.</summary>
internal static class FourierPrograms
{
    /// <summary>One pass per radix.</summary>
    internal static ProgramSource Passes(ElementType type, bool hasDouble) =>
        ProgramSource.Engine("real.cl complex.cl fourier.butterflies.cl fourier.ends.cl fourier.passes.cl", ElementPrograms.Precision(type, hasDouble));

    /// <summary>Whole lines of a length.</summary>
    internal static ProgramSource Lines(ElementType type, bool hasDouble, LineShape shape, LineForm form) =>
        ProgramSource.Engine("real.cl complex.cl fourier.butterflies.cl fourier.ends.cl fourier.lines.cl", $"{ElementPrograms.Precision(type, hasDouble)} {shape.Definitions(form)}");

    /// <summary>The two ends of Bluestein's transform.</summary>
    internal static ProgramSource Chirp(ElementType type, bool hasDouble) =>
        ProgramSource.Engine("real.cl complex.cl fourier.ends.cl fourier.chirp.cl", ElementPrograms.Precision(type, hasDouble));

    /// <summary>Between real lines and complex ones.</summary>
    internal static ProgramSource Real(ElementType type, bool hasDouble) => ProgramSource.Engine("real.cl complex.cl fourier.real.cl", ElementPrograms.Precision(type, hasDouble));
}
