using AdjointKit.Arrays;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>Kernels by name: found on first use, looked up without making a text (the names are constants) from then on.</content>
internal sealed partial class DeviceBackend
{
    private static readonly ProgramFamily ReductionProgram = new("real.cl complex.cl reductions.cl", $"GROUP={ReductionGroup}");
    private static readonly ProgramFamily StepProgram = new("real.cl complex.cl reductions.cl steps.cl", $"GROUP={ReductionGroup}");
    private static readonly ProgramFamily PointProgram = new("real.cl complex.cl points.cl", "");
    private static readonly ProgramFamily RunningProgram = new("real.cl complex.cl running.cl", $"BLOCK={RunningBlock}");
    private static readonly ProgramFamily AlongProgram = new("real.cl complex.cl along.cl", "");
    private static readonly ProgramFamily SortProgram = new("real.cl patterns.cl sort.cl", $"RUN={SortRun}");
    private static readonly ProgramFamily ThresholdProgram = new("real.cl patterns.cl thresholds.cl", $"GROUP={ReductionGroup} COUNT_BITS={ThresholdCountBits}");
    private static readonly ProgramFamily TriangleProgram = new("real.cl complex.cl triangles.cl", "");
    private static readonly ProgramFamily RandomProgram = new("real.cl random.cl", "");
    private static readonly ProgramFamily WindowProgram = new("real.cl windows.cl", "");

    private readonly Dictionary<(ProgramFamily Family, ElementType Type, string Kernel, string Form), nint> namedKernels = [];

    private nint Find(ProgramFamily family, ElementType type, string kernel, string form = "")
    {
        lock (namedKernels)
        {
            if (namedKernels.TryGetValue((family, type, kernel, form), out nint found)) return found;
            RequirePrecision(type);
            ProgramSource source = ProgramSource.Engine(family.Files, $"{ElementPrograms.Precision(type, hasDouble)} {family.Definitions}");
            nint handle = runtime.Programs.Find(source, kernel + form);
            namedKernels.Add((family, type, kernel, form), handle);
            return handle;
        }
    }

    /// <summary>Source files that are specialised by precision.</summary>
    private sealed class ProgramFamily(string files, string definitions)
    {
        internal string Files => files;

        internal string Definitions => definitions;
    }
}
