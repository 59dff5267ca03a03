using System.Globalization;
using System.Numerics;
using AdjointKit.Devices;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The kernels of the propagator on a device, specialised by precision, space order and what lies on top.</summary>
internal sealed class AcousticPrograms
{
    internal AcousticPrograms(DeviceRuntime runtime, bool isDouble, int order, bool freeSurface)
    {
        string definitions = Definitions(runtime, isDouble, order, freeSurface);
        ProgramSource forward = Source("acoustic.forward.cl", definitions);
        ProgramSource adjoint = Source("acoustic.adjoint.cl", definitions);
        ForwardMemory = runtime.Programs.Find(forward, "forward_memory");
        Forward = runtime.Programs.Find(forward, "forward");
        ForwardPoints = runtime.Programs.Find(forward, "forward_points");
        AdjointSecondMemory = runtime.Programs.Find(adjoint, "adjoint_second_memory");
        AdjointFirstMemory = runtime.Programs.Find(adjoint, "adjoint_first_memory");
        Adjoint = runtime.Programs.Find(adjoint, "adjoint");
        AdjointPoints = runtime.Programs.Find(adjoint, "adjoint_points");
        Transform = runtime.Programs.Find(Source("acoustic.frequencies.cl", definitions), "transform");
    }

    internal nint ForwardMemory { get; }

    internal nint Forward { get; }

    internal nint ForwardPoints { get; }

    internal nint AdjointSecondMemory { get; }

    internal nint AdjointFirstMemory { get; }

    internal nint Adjoint { get; }

    internal nint AdjointPoints { get; }

    internal nint Transform { get; }

    private static ProgramSource Source(string file, string definitions) =>
        new(typeof(AcousticPrograms).Assembly, $"engine:real.cl acoustic.differences.cl acoustic.layout.cl {file}", definitions);

    private static string Definitions(DeviceRuntime runtime, bool isDouble, int order, bool freeSurface)
    {
        double[] second = FiniteDifferenceCoefficients.SecondDerivative(order);
        double[] first = FiniteDifferenceCoefficients.FirstDerivative(order);
        IEnumerable<string> weights = Enumerable.Range(1, order / 2).Select(m => $"S{m}=R({Text(second[m])}) F{m}=R({Text(first[m])})");
        return $"REAL_IS_DOUBLE={(isDouble ? 1 : 0)} HAS_DOUBLE={(runtime.Driver.Description.HasDouble ? 1 : 0)} RADIUS={order / 2} FREE_SURFACE={(freeSurface ? 1 : 0)} {string.Join(' ', weights)}";
    }

    private static string Text(double weight) => weight.ToString("E17", CultureInfo.InvariantCulture);
}
