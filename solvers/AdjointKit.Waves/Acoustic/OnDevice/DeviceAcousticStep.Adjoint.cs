using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;
using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic.Imaging;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The adjoint rule on a device: the memory passes of the layers, the field with its imaging, then residuals in and sensitivities out.</summary>
internal sealed partial class DeviceAcousticStep<T>
{
    private DeviceField<T>? adjoints;
    private NdArray<T> scratchS;
    private NdArray<T> scratchY;
    private NdArray<T> image;
    private NdArray<T> residual;
    private NdArray<T> sensitivities;

    private DeviceField<T> Adjoints => adjoints ?? throw new InvalidOperationException("The adjoint sweep has not begun.");

    /// <inheritdoc/>
    public override void InitializeAdjoint()
    {
        ReserveAdjoint();
        Adjoints.Clear();
        compute.Backend.Fill(sensitivities, 0);
        if (!image.IsDefault) compute.Backend.Fill(image, 0);
        frequencies?.BeginReceiver();

        // The last field is only listened to: ubar = residual, p = c ubar.
        LaunchAdjointPoints(Shot.Steps, samples: false);
        Adjoints.Swap();
    }

    /// <inheritdoc/>
    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        for (long step = to - 1; step >= from; step--)
        {
            Place record = RecordBytes > 0 ? Place.Of<T>(records[step]) : Place.Nothing;
            frequencies?.AddReceiver(Adjoints.Current, step);
            if (HasLayers) LaunchAdjointMemory();
            LaunchAdjoint(record);
            LaunchAdjointPoints(step, samples: true);
            Adjoints.Swap();
        }

        driver.Finish();
    }

    /// <inheritdoc/>
    internal override void ReserveAdjoint()
    {
        if (adjoints is not null) return;
        adjoints = new DeviceField<T>(plan, layers);
        scratchS = compute.Zeros<T>((nint)Math.Max(1, layers.PsiCount));
        scratchY = compute.Zeros<T>((nint)Math.Max(1, layers.PsiCount));
        image = imaging.Image.IsDefault ? default : compute.Zeros<T>(layout.PlainCount);
        residual = compute.Zeros<T>(Shot.Residual.Shape);
        sensitivities = compute.Zeros<T>(Shot.SourceSensitivities.Shape);
    }

    /// <inheritdoc/>
    internal override void TakeResidual()
    {
        ReserveAdjoint();
        compute.Backend.CopyFromHost(Shot.Residual, residual);
    }

    /// <inheritdoc/>
    internal override void GiveSensitivities()
    {
        compute.Backend.CopyToHost(sensitivities, Shot.SourceSensitivities);
        if (!image.IsDefault) compute.Backend.CopyToHost(image, imaging.Image);
        frequencies?.GiveReceiver();
    }

    private void LaunchAdjointMemory()
    {
        ArgumentList second = default;
        AddDomain(ref second);
        layers.AddTo(ref second);
        AddHaloed(ref second, Adjoints.Current);
        AddMemory(ref second, scratchS);
        AddMemory(ref second, Adjoints.Zeta);
        AddMemory(ref second, layers.Profile);
        driver.Launch(programs.AdjointSecondMemory, strips, second.Values);

        ArgumentList first = default;
        AddDomain(ref first);
        layers.AddTo(ref first);
        AddSpacings(ref first);
        AddHaloed(ref first, Adjoints.Current);
        AddMemory(ref first, scratchS);
        AddMemory(ref first, scratchY);
        AddMemory(ref first, Adjoints.Psi);
        AddMemory(ref first, layers.Profile);
        driver.Launch(programs.AdjointFirstMemory, strips, first.Values);
    }

    private void LaunchAdjoint(Place record)
    {
        ArgumentList adjoint = default;
        AddDomain(ref adjoint);
        layers.AddTo(ref adjoint);
        AddSpacings(ref adjoint);
        AddHaloed(ref adjoint, Adjoints.Current);
        AddHaloed(ref adjoint, Adjoints.Next);
        adjoint.Add((UntypedArray)Adjoints.Increment);
        adjoint.Add((UntypedArray)c);
        AddMemory(ref adjoint, scratchS);
        AddMemory(ref adjoint, scratchY);
        bool scatters = imaging.Kind == ImagingKind.InverseScattering;
        adjoint.Add(image.IsDefault ? 0 : scatters ? 2 : 1);

        // The haloed part of the record is addressed by the domain's first point, what follows from there on.
        adjoint.Add(KernelArgument.Memory(record.Memory));
        adjoint.Add((long)(record.Element + (scatters ? layout.HaloOrigin : 0)));
        adjoint.Add((long)(layout.HaloCount - layout.HaloOrigin));
        (image.IsDefault ? Place.Nothing : Place.Of(image)).AddTo(ref adjoint);
        driver.Launch(programs.Adjoint, domain, adjoint.Values);
    }

    /// <summary>Residuals in at whole samples, sensitivities of the signals out.</summary>
    private void LaunchAdjointPoints(long step, bool samples)
    {
        bool atSample = step % Shot.Substeps == 0;
        int items = (atSample ? Receivers.Targets : 0) + (samples ? Sources.Positions : 0);
        if (items == 0) return;
        ArgumentList points = default;
        if (atSample) Receivers.AddTargetsTo(ref points);
        else AddNoTargets(ref points);
        AddRow(ref points, residual, step / Shot.Substeps);
        AddHaloed(ref points, Adjoints.Current);
        AddHaloed(ref points, Adjoints.Next);
        points.Add((UntypedArray)Adjoints.Increment);
        points.Add((UntypedArray)c);
        Sources.AddSamplesTo(ref points, none: !samples);
        AddRow(ref points, sensitivities, samples ? step : 0);
        driver.Launch(programs.AdjointPoints, LaunchSize.Over(items, PointGroup), points.Values);
    }

    private static void AddNoTargets(ref ArgumentList arguments)
    {
        arguments.Add(0);
        for (int unused = 0; unused < 6; unused++) arguments.Add(KernelArgument.Memory(0));
    }

    private void DisposeAdjoint()
    {
        adjoints?.Dispose();
        scratchS.Dispose();
        scratchY.Dispose();
        image.Dispose();
        residual.Dispose();
        sensitivities.Dispose();
    }
}
