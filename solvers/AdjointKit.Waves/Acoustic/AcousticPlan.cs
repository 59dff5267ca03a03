using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic;

/// <summary>The choices that hold for all shots and all models of a propagator: immutable, shared by its operations.</summary>
internal sealed class AcousticPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AcousticPlan(Grid2D grid, TimeAxis time, Survey survey, double maximumVelocity, AcousticOptions options, Compute compute)
    {
        Grid = grid;
        Time = time.Checked();
        Survey = survey;
        Options = options;
        Compute = compute;
        if (!double.IsFinite(maximumVelocity) || maximumVelocity <= 0) throw new ArgumentOutOfRangeException(nameof(maximumVelocity), maximumVelocity, $"the maximum velocity {maximumVelocity} m/s must be a positive number");
        MaximumVelocity = maximumVelocity;
        if (options.Order is not (2 or 4 or 8 or 12)) throw new ArgumentException($"space order {options.Order} is not available: use 2, 4, 8 or 12", nameof(options));
        if (options.Pml is { Left: < 0 } or { Right: < 0 } or { Top: < 0 } or { Bottom: < 0 }) throw new ArgumentException("the widths of the absorbing layers are 0 or more points", nameof(options));
        if (grid.Nx <= options.Order / 2 || grid.Nz <= options.Order / 2) throw new ArgumentException($"a model of {grid.Nx} x {grid.Nz} points is too small for space order {options.Order}: it needs more than {options.Order / 2} points along each axis", nameof(grid));
        survey.RequireInside(grid);
        if (options.Step == StepMode.Same)
        {
            Stability.Require(time.Step, grid, options.Order, maximumVelocity);
            Substeps = 1;
        }
        else
        {
            Substeps = Stability.Substeps(time.Step, grid, options.Order, maximumVelocity);
        }

        InnerStep = time.Step / Substeps;
        Layout = new PaddedLayout(grid.Nx, grid.Nz, options.EffectivePml, options.Order / 2);
        Filter = new TimeFilter(time, Substeps, options.Time == TimeScheme.Corrected);
    }

    internal Grid2D Grid { get; }

    internal TimeAxis Time { get; }

    internal Survey Survey { get; }

    internal AcousticOptions Options { get; }

    internal Compute Compute { get; }

    /// <summary>The velocity in m/s behind step and layers: a constant for every derivative.</summary>
    internal double MaximumVelocity { get; }

    /// <summary>Inner steps per sample.</summary>
    internal int Substeps { get; }

    /// <summary>The inner step in s.</summary>
    internal double InnerStep { get; }

    internal TimeFilter Filter { get; }

    /// <summary>The padded domain.</summary>
    internal PaddedLayout Layout { get; }

    /// <summary>Refuses a velocity model of the wrong shape, with values that are not positive numbers, or for which the inner step is not stable.</summary>
    internal unsafe void RequireVelocity(NdArray<T> velocity)
    {
        RequireModelShape(velocity, "velocity model");
        T* v = velocity.Pointer;
        double largest = 0;
        for (int i = 0; i < Grid.Nx; i++)
        {
            for (int k = 0; k < Grid.Nz; k++)
            {
                double value = double.CreateChecked(v[((nint)i * Grid.Nz) + k]);
                if (!double.IsFinite(value) || value <= 0) throw new ArgumentException($"velocity {value} m/s at node ({i}, {k}) is not a positive number", nameof(velocity));
                largest = Math.Max(largest, value);
            }
        }

        if (largest > MaximumVelocity && InnerStep >= Stability.Limit(Grid, Options.Order, largest))
        {
            throw new StabilityException($"the model's velocity {largest} m/s exceeds the maximum velocity {MaximumVelocity} m/s that the time step was chosen for: give a larger maximum velocity (--vmax)", InnerStep, Stability.Limit(Grid, Options.Order, largest));
        }
    }

    internal void RequireModelShape(NdArray<T> model, string name)
    {
        if (model.Rank != 2 || model.Shape[0] != Grid.Nx || model.Shape[1] != Grid.Nz) throw new ArgumentException($"the {name} has shape {model.Shape}, the grid is [x, z] = ({Grid.Nx}, {Grid.Nz})");
        if (!model.IsContiguous) throw new ArgumentException($"the {name} is a view that is not contiguous: copy it first");
    }

    /// <summary>[shot, receiver, time].</summary>
    internal Shape DataShape => new(Survey.Shots.Count, Survey.ReceiversPerShot, Time.Samples);

    /// <summary>[shot, source, time].</summary>
    internal Shape SignalShape => new(Survey.Shots.Count, Survey.SourcesPerShot, Time.Samples);

    /// <summary>A model-shaped array in the working precision, owned by the caller.</summary>
    internal NdArray<T> ToModel(ReadOnlySpan<double> values)
    {
        NdArray<T> model = NdArray.Empty<T>(new Shape(Grid.Nx, Grid.Nz));
        Span<T> target = model.AsWritableSpan();
        for (int i = 0; i < target.Length; i++) target[i] = T.CreateChecked(values[i]);
        return model;
    }

    internal void RequireData(NdArray<T> data)
    {
        if (data.Shape != DataShape) throw new ArgumentException($"the data have shape {data.Shape}, the survey is [shot, receiver, time] = {DataShape}");
        if (!data.IsContiguous) throw new ArgumentException("the data are a view that is not contiguous: copy it first");
    }
}
