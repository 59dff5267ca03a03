using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu.Fourier;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>Fourier transforms, and what their plans ask of the backend.</content>
internal sealed partial class DeviceBackend
{
    internal DeviceDriver Driver => driver;

    internal bool HasDouble => hasDouble;

    internal bool PrefersLocalMemory => runtime.PrefersLocalMemory;

    public override FourierPlan PlanFourier(nint length) => new DeviceFourierPlan(this, length);

    public override GridFourierPlan PlanFourier(in Shape grid) => new DeviceGridFourierPlan(this, grid);

    internal nint FourierKernel(ProgramSource source, string name) => runtime.Programs.Find(source, name);

    /// <summary>Refuses arrays of elsewhere and announces the write.</summary>
    internal void BeginTransform(in UntypedArray x, in UntypedArray into)
    {
        RequireHere(x);
        RequireHere(into);
        into.BeginWrite();
    }
}
