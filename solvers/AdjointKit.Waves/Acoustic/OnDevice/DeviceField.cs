using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The state of a leapfrog field on a device, as <see cref="Fields.WaveField{T}"/> is in host memory; the memory variables of all layers lie together.</summary>
internal sealed class DeviceField<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Compute compute;

    internal DeviceField(AcousticPlan<T> plan, DeviceLayers<T> layers)
    {
        compute = plan.Compute;
        PaddedLayout layout = plan.Layout;
        try
        {
            Current = compute.Zeros<T>(layout.HaloCount);
            Next = compute.Zeros<T>(layout.HaloCount);
            Increment = compute.Zeros<T>(layout.PlainCount);
            Psi = compute.Zeros<T>((nint)Math.Max(1, layers.PsiCount));
            Zeta = compute.Zeros<T>((nint)Math.Max(1, layers.ZetaCount));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>u[n], haloed.</summary>
    internal NdArray<T> Current { get; private set; }

    /// <summary>u[n+1], haloed.</summary>
    internal NdArray<T> Next { get; private set; }

    internal NdArray<T> Increment { get; }

    internal NdArray<T> Psi { get; }

    internal NdArray<T> Zeta { get; }

    internal static int StateCount => 4;

    internal RawArray State(int index) => index switch
    {
        0 => Current.Raw,
        1 => Increment.Raw,
        2 => Psi.Raw,
        _ => Zeta.Raw,
    };

    internal void Swap() => (Current, Next) = (Next, Current);

    internal void Clear()
    {
        compute.Backend.Fill(Current, 0);
        compute.Backend.Fill(Next, 0);
        compute.Backend.Fill(Increment, 0);
        compute.Backend.Fill(Psi, 0);
        compute.Backend.Fill(Zeta, 0);
    }

    public void Dispose()
    {
        Current.Dispose();
        Next.Dispose();
        Increment.Dispose();
        Psi.Dispose();
        Zeta.Dispose();
    }
}
