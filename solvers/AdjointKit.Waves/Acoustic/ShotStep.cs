using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Loops;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// The acoustic step as a shot drives it, whatever device it runs on: <see cref="AcousticStep{T}"/> in host memory, <see cref="OnDevice.DeviceAcousticStep{T}"/> on
/// a device. Signals and residuals are those of the <see cref="AcousticShot{T}"/>, which lies in host memory, and results come back to it.
/// </summary>
internal abstract class ShotStep<T> : LoopStep, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract void Dispose();

    /// <summary>Gives the step its next shot; the fields start anew.</summary>
    internal abstract void Begin(AcousticShot<T> next);

    /// <summary>Gives the step the perturbation dv that the tangent rule starts from.</summary>
    internal abstract void SetPerturbation(NdArray<T> perturbation);

    /// <summary>Makes the fields of the adjoint sweep, so that a memory budget knows of them.</summary>
    internal abstract void ReserveAdjoint();

    /// <summary>Takes the shot's source signals before a forward run.</summary>
    internal virtual void TakeSignals()
    {
    }

    /// <summary>Takes the shot's residual before an adjoint sweep.</summary>
    internal virtual void TakeResidual()
    {
    }

    /// <summary>Puts data and illumination into shot and image after a forward run.</summary>
    internal virtual void GiveData()
    {
    }

    /// <summary>Puts the sensitivities of the signals and the image into shot and image after an adjoint sweep.</summary>
    internal virtual void GiveSensitivities()
    {
    }
}
