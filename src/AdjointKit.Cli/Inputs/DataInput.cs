using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Inputs;

/// <summary>Recorded data [shot, receiver, time]; the traces of a SEG-Y file [trace, time] are taken in their order.</summary>
internal static class DataInput
{
    internal static NdArray<T> Read<T>(RunContext run, string option, string path, SurveyInput survey)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint shots = survey.Survey.Shots.Count;
        nint receivers = survey.Survey.ReceiversPerShot;
        nint samples = survey.Time.Samples;
        using IO.AnyArray file = ArrayInput.Read(run, path);
        NdArray<T> data = file.As<T>();
        if (data.Rank == 2 && data.Shape[0] == shots * receivers && data.Shape[1] == samples) data = data.Reshape(shots, receivers, samples);
        if (data.Shape != new Shape(shots, receivers, samples))
        {
            throw new UsageException($"{option} {path} has shape {data.Shape}, but the survey has {shots} shots, {receivers} receivers and {samples} samples: data are [shot, receiver, time]");
        }

        ReadOnlySpan<T> values = data.AsReadOnlySpan();
        for (int at = 0; at < values.Length; at++)
        {
            if (!T.IsFinite(values[at])) throw new UsageException($"{option} {path} is {values[at]} at {FiniteValues.Place(data.Shape, at)} [shot, receiver, time]: clean the file first");
        }

        return data;
    }
}
