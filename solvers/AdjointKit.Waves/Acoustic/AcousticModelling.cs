using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Runs;
using AdjointKit.Waves.Acoustic.Imaging;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// The modelling of one shot as an op of the engine: inputs velocity [x, z] and signals [source, time], output data [receiver, time]. Its adjoint rule is
/// the backward sweep of the loop over <see cref="AcousticStep{T}"/>; what the loop kept stays with the tape's entry.
/// </summary>
internal sealed class AcousticModelling<T>(AcousticPlan<T> plan, int shot, Func<int, LoopPlan, IProgress<RunProgress>?> progress, CancellationToken cancellation) : CustomOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => $"acoustic modelling of shot {shot}";

    /// <summary>The forward steps that the backward sweep ran again.</summary>
    internal long RecomputedSteps { get; private set; }

    public override void Value(CustomOpContext context)
    {
        NdArray<T> velocity = context.Input<T>(0);
        plan.RequireVelocity(velocity);
        NdArray<T> data = context.NewOutput<T>(new Shape(plan.Survey.ReceiversPerShot, plan.Time.Samples));
        bool image = context.IsRecorded && context.IsActive(0);
        var run = new ShotRun<T>(plan, shot, velocity, medium => image
            ? new GradientImage<T>(medium.Layout, illuminate: false, plan.Compute.Memory)
            : new NoImage<T>(medium.Layout, illuminate: false, plan.Compute.Memory));
        context.Save(run);
        run.Forward(context.Input<T>(1).AsReadOnlySpan(), data.AsWritableSpan(), progress(0, run.History.Plan), cancellation);
    }

    public override void Tangent(CustomOpContext context)
    {
        NdArray<T> tangent = context.OutputTangent<T>(0);
        Span<T> sum = tangent.AsWritableSpan();
        sum.Clear();
        if (context.HasTangent(0))
        {
            using var run = new ShotRun<T>(plan, shot, context.Input<T>(0), medium => new NoImage<T>(medium.Layout, illuminate: false, plan.Compute.Memory));
            run.Tangent(context.Input<T>(1).AsReadOnlySpan(), context.Tangent<T>(0), sum, progress(1, run.History.Plan), cancellation);
        }

        if (!context.HasTangent(1)) return;
        using NdArray<T> ofSignals = NdArray.Empty<T>(tangent.Shape);
        using var linear = new ShotRun<T>(plan, shot, context.Input<T>(0), medium => new NoImage<T>(medium.Layout, illuminate: false, plan.Compute.Memory));
        linear.Forward(context.Tangent<T>(1).AsReadOnlySpan(), ofSignals.AsWritableSpan(), progress(1, linear.History.Plan), cancellation);
        ReadOnlySpan<T> addends = ofSignals.AsReadOnlySpan();
        for (int i = 0; i < sum.Length; i++) sum[i] += addends[i];
    }

    public override void Adjoint(CustomOpContext context)
    {
        if (!context.HasCotangent(0)) return;
        var run = (ShotRun<T>)context.Saved!;
        using NdArray<T> ofSignals = NdArray.Zeros<T>(new Shape(plan.Survey.SourcesPerShot, plan.Time.Samples));
        run.Backward(context.Cotangent<T>(0).AsReadOnlySpan(), ofSignals.AsWritableSpan(), progress(1, run.History.Plan), cancellation);
        RecomputedSteps = run.History.Report.RecomputedSteps;
        if (context.IsActive(0))
        {
            var ofVelocity = new double[plan.Grid.Nx * plan.Grid.Nz];
            run.Medium.AddGradient(run.Imaging.Image, ofVelocity);
            Span<T> sensitivity = context.Sensitivity<T>(0).AsWritableSpan();
            for (int i = 0; i < sensitivity.Length; i++) sensitivity[i] += T.CreateChecked(ofVelocity[i]);
        }

        if (!context.IsActive(1)) return;
        Span<T> signals = context.Sensitivity<T>(1).AsWritableSpan();
        ReadOnlySpan<T> contribution = ofSignals.AsReadOnlySpan();
        for (int i = 0; i < signals.Length; i++) signals[i] += contribution[i];
    }
}
