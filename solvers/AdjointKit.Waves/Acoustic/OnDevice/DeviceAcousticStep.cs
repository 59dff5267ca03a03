using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;
using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>
/// The rules of <see cref="AcousticStep{T}"/> on a device: the same equations in two to four launches a step, everything in device memory from the first step to the
/// last. Host and device meet before and after a sweep only.
/// </summary>
internal sealed partial class DeviceAcousticStep<T> : ShotStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int GroupZ = 64;
    private const int GroupX = 4;
    private const int StripGroup = 128;
    private const int PointGroup = 64;

    private readonly AcousticPlan<T> plan;
    private readonly Compute compute;
    private readonly DeviceDriver driver;
    private readonly PaddedLayout layout;
    private readonly AcousticMedium<T> medium;
    private readonly ImagingAccumulator<T> imaging;
    private readonly AcousticPrograms programs;
    private readonly DeviceLayers<T> layers;
    private readonly DeviceField<T> primal;
    private readonly NdArray<T> c;
    private readonly NdArray<T> illumination;
    private readonly DeviceFrequencies<T>? frequencies;
    private readonly LaunchSize domain;
    private readonly LaunchSize strips;
    private AcousticShot<T>? shot;
    private DevicePoints<T>? sources;
    private DevicePoints<T>? receivers;
    private NdArray<T> signals;
    private NdArray<T> data;
    private long forwardSeen;

    internal DeviceAcousticStep(AcousticPlan<T> plan, AcousticMedium<T> medium, ImagingAccumulator<T> imaging)
    {
        this.plan = plan;
        this.medium = medium;
        this.imaging = imaging;
        compute = plan.Compute;
        layout = plan.Layout;
        DeviceRuntime runtime = compute.Runtime ?? throw new ArgumentException("the plan's computation has no device", nameof(plan));
        driver = runtime.Driver;
        if (typeof(T) == typeof(double) && !driver.Description.HasDouble) throw new NotSupportedException($"{driver.Device} ({driver.Description.Name}) does not compute in float64: use --precision f32, or another device.");
        domain = LaunchSize.Over(layout.Nz, layout.Nx, GroupZ, GroupX);
        programs = new AcousticPrograms(runtime, typeof(T) == typeof(double), plan.Options.Order, plan.Options.FreeSurface);
        layers = new DeviceLayers<T>(plan);
        strips = LaunchSize.Over(layers.Points, StripGroup);
        try
        {
            primal = new DeviceField<T>(plan, layers);
            c = compute.ToDevice(medium.C);
            illumination = imaging.Illumination.IsDefault ? default : compute.Zeros<T>(layout.PlainCount);
            frequencies = imaging is FrequencyImage<T> image ? new DeviceFrequencies<T>(image, layout, compute, programs.Transform) : null;
        }
        catch
        {
            layers.Dispose();
            primal?.Dispose();
            c.Dispose();
            illumination.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int StateCount => DeviceField<T>.StateCount;

    /// <inheritdoc/>
    public override long RecordBytes => (long)imaging.RecordElements * ElementTypes.SizeOf(ElementTypes.Of<T>());

    private AcousticShot<T> Shot => shot ?? throw new InvalidOperationException("The step has no shot.");

    private DevicePoints<T> Sources => sources ?? throw new InvalidOperationException("The step has no shot.");

    private DevicePoints<T> Receivers => receivers ?? throw new InvalidOperationException("The step has no shot.");

    private bool HasLayers => layers.Points > 0;

    /// <inheritdoc/>
    public override RawArray State(int index) => primal.State(index);

    /// <inheritdoc/>
    public override void Initialize() => primal.Clear();

    /// <inheritdoc/>
    public override void Advance(long from, long to, RecordWindow records)
    {
        for (long step = from; step < to; step++)
        {
            bool first = step >= forwardSeen;
            if (first) forwardSeen = step + 1;
            bool keeps = records.Contains(step);
            Place record = keeps ? Place.Of<T>(records[step]) : Place.Nothing;
            int mode = !keeps ? 0 : imaging.Kind switch
            {
                ImagingKind.Acceleration => 1,
                ImagingKind.Wavefield => 2,
                _ => 0,
            };
            if (keeps && imaging.Kind == ImagingKind.InverseScattering) Keep(primal.Current, record, 0);
            if (first) frequencies?.AddSource(primal.Current, step);
            LaunchForward(primal, mode, record, first, Place.Nothing, Place.Nothing);
            LaunchForwardPoints(step, mode == 1, record, primal.Current, samples: true);
            if (keeps && imaging.Kind == ImagingKind.InverseScattering) Keep(primal.Increment, record, layout.HaloCount);
            primal.Swap();
        }

        if (to == Shot.Steps) SampleLast(primal.Current);
        driver.Finish();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        layers.Dispose();
        primal.Dispose();
        c.Dispose();
        illumination.Dispose();
        frequencies?.Dispose();
        DisposeShot();
        DisposeTangent();
        DisposeAdjoint();
    }

    /// <inheritdoc/>
    internal override void Begin(AcousticShot<T> next)
    {
        DisposeShot();
        shot = next;
        forwardSeen = 0;
        imaging.BeginShot();
        if (!illumination.IsDefault) compute.Backend.Fill(illumination, 0);
        frequencies?.Begin(next.Steps);
        sources = new DevicePoints<T>(next.Sources, layout, compute);
        receivers = new DevicePoints<T>(next.Receivers, layout, compute);
        signals = compute.Zeros<T>(next.SourceSignals.Shape);
        data = compute.Zeros<T>(next.Data.Shape);
    }

    /// <inheritdoc/>
    internal override void TakeSignals() => compute.Backend.CopyFromHost(Shot.SourceSignals, signals);

    /// <inheritdoc/>
    internal override void GiveData()
    {
        compute.Backend.CopyToHost(data, Shot.Data);
        if (!illumination.IsDefault) compute.Backend.CopyToHost(illumination, imaging.Illumination);
        frequencies?.GiveSource();
    }

    private void DisposeShot()
    {
        sources?.Dispose();
        receivers?.Dispose();
        signals.Dispose();
        data.Dispose();
        sources = null;
        receivers = null;
    }

    /// <summary>The memory variables, then the field: d += c w (+ dc background), next = u + d.</summary>
    private void LaunchForward(DeviceField<T> field, int recordMode, Place record, bool illuminates, Place scatterer, Place background)
    {
        if (HasLayers)
        {
            ArgumentList memory = default;
            AddDomain(ref memory);
            layers.AddTo(ref memory);
            AddSpacings(ref memory);
            AddHaloed(ref memory, field.Current);
            AddMemory(ref memory, field.Psi);
            AddMemory(ref memory, layers.Profile);
            driver.Launch(programs.ForwardMemory, strips, memory.Values);
        }

        ArgumentList forward = default;
        AddDomain(ref forward);
        layers.AddTo(ref forward);
        AddSpacings(ref forward);
        AddHaloed(ref forward, field.Current);
        AddHaloed(ref forward, field.Next);
        forward.Add((UntypedArray)field.Increment);
        forward.Add((UntypedArray)c);
        AddMemory(ref forward, field.Psi);
        AddMemory(ref forward, field.Zeta);
        AddMemory(ref forward, layers.Profile);
        forward.Add(recordMode);
        record.AddTo(ref forward);
        bool lights = illuminates && !illumination.IsDefault;
        forward.Add(lights ? 1 : 0);
        (lights ? Place.Of(illumination) : Place.Nothing).AddTo(ref forward);
        forward.Add(scatterer.IsNothing ? 0 : 1);
        scatterer.AddTo(ref forward);
        background.AddTo(ref forward);
        driver.Launch(programs.Forward, domain, forward.Values);
    }

    /// <summary>The sources into the primal field, the receivers out of another at whole samples.</summary>
    private void LaunchForwardPoints(long step, bool keeps, Place record, NdArray<T> sampled, bool samples)
    {
        bool atSample = samples && step % Shot.Substeps == 0;
        int items = Sources.Targets + (atSample ? Receivers.Positions : 0);
        if (items == 0) return;
        ArgumentList points = default;
        Sources.AddTargetsTo(ref points);
        AddRow(ref points, signals, step);
        AddHaloed(ref points, primal.Current);
        AddHaloed(ref points, primal.Next);
        points.Add((UntypedArray)primal.Increment);
        points.Add((UntypedArray)c);
        points.Add(keeps ? 1 : 0);
        record.AddTo(ref points);
        Receivers.AddSamplesTo(ref points, none: !atSample);
        AddHaloed(ref points, sampled);
        AddRow(ref points, data, step / Shot.Substeps);
        driver.Launch(programs.ForwardPoints, LaunchSize.Over(items, PointGroup), points.Values);
    }

    /// <summary>The last sample, of the field that no step follows: the points' kernel without targets.</summary>
    private void SampleLast(NdArray<T> sampled)
    {
        if (Receivers.Positions == 0) return;
        ArgumentList points = default;
        points.Add(0);
        for (int unused = 0; unused < 6; unused++) points.Add(KernelArgument.Memory(0));
        AddRow(ref points, signals, 0);
        AddHaloed(ref points, primal.Current);
        AddHaloed(ref points, primal.Next);
        points.Add((UntypedArray)primal.Increment);
        points.Add((UntypedArray)c);
        points.Add(0);
        Place.Nothing.AddTo(ref points);
        Receivers.AddSamplesTo(ref points, none: false);
        AddHaloed(ref points, sampled);
        AddRow(ref points, data, Shot.Steps / Shot.Substeps);
        driver.Launch(programs.ForwardPoints, LaunchSize.Over(Receivers.Positions, PointGroup), points.Values);
    }

    private void Keep(NdArray<T> array, Place record, nint elements)
    {
        int size = ElementTypes.SizeOf(ElementTypes.Of<T>());
        driver.Copy(array.Storage.Memory, 0, record.Memory, (record.Element + elements) * size, array.Count * size);
    }

    private void AddDomain(ref ArgumentList arguments)
    {
        arguments.Add(layout.Nx);
        arguments.Add(layout.Nz);
        arguments.Add(layout.HaloStride);
        arguments.Add(layout.PlainStride);
    }

    private void AddSpacings(ref ArgumentList arguments)
    {
        ElementType type = ElementTypes.Of<T>();
        (double dx, double dz) = (plan.Grid.Dx, plan.Grid.Dz);
        arguments.Add(KernelArgument.Real(type, 1 / (dx * dx)));
        arguments.Add(KernelArgument.Real(type, dx * dx / (dz * dz)));
        arguments.Add(KernelArgument.Real(type, 1 / (dz * dz)));
        arguments.Add(KernelArgument.Real(type, 1 / dx));
        arguments.Add(KernelArgument.Real(type, 1 / dz));
    }

    /// <summary>A haloed array, its place that of the domain's first point.</summary>
    private void AddHaloed(ref ArgumentList arguments, UntypedArray array)
    {
        arguments.Add(KernelArgument.Memory(array.Storage.Memory));
        arguments.Add((long)layout.HaloOrigin);
    }

    private static void AddMemory(ref ArgumentList arguments, UntypedArray array) => arguments.Add(KernelArgument.Memory(array.Storage.Memory));

    /// <summary>A row of a two-axis array.</summary>
    private static void AddRow(ref ArgumentList arguments, NdArray<T> array, long row)
    {
        arguments.Add(KernelArgument.Memory(array.Storage.Memory));
        arguments.Add(row * array.Shape[1]);
    }
}
