using AdjointKit.Arrays;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The tangent rule on a device: the background's step, whose right-hand side the perturbation scatters, then the tangent's.</summary>
internal sealed partial class DeviceAcousticStep<T>
{
    private DeviceField<T>? tangents;
    private NdArray<T> tangentOfC;
    private NdArray<T> accelerations;

    private DeviceField<T> Tangents => tangents ?? throw new InvalidOperationException("The step has no perturbation.");

    /// <inheritdoc/>
    public override void InitializeTangent() => Tangents.Clear();

    /// <inheritdoc/>
    public override void AdvanceTangent(long from, long to)
    {
        Place background = Place.Of(accelerations);
        for (long step = from; step < to; step++)
        {
            LaunchForward(primal, recordMode: 1, background, illuminates: false, Place.Nothing, Place.Nothing);
            LaunchForwardPoints(step, keeps: true, background, Tangents.Current, samples: true);
            LaunchForward(Tangents, recordMode: 0, Place.Nothing, illuminates: false, Place.Of(tangentOfC), background);
            primal.Swap();
            Tangents.Swap();
        }

        if (to == Shot.Steps) SampleLast(Tangents.Current);
        driver.Finish();
    }

    /// <inheritdoc/>
    internal override void SetPerturbation(NdArray<T> perturbation)
    {
        DisposeTangent();
        using NdArray<T> onHost = medium.Tangent(perturbation, compute.Memory);
        tangentOfC = compute.ToDevice(onHost);
        tangents = new DeviceField<T>(plan, layers);
        accelerations = compute.Zeros<T>(layout.PlainCount);
    }

    private void DisposeTangent()
    {
        tangents?.Dispose();
        tangents = null;
        tangentOfC.Dispose();
        accelerations.Dispose();
    }
}
