using AdjointKit.Arrays;
using AdjointKit.IO;

namespace AdjointKit.Waves;

/// <summary>A survey read from trace headers, and which trace of the file is which receiver of which shot.</summary>
public sealed class SegyGathers
{
    private readonly int[][] traces;

    internal SegyGathers(Survey survey, int[][] traces, double offLine)
    {
        Survey = survey;
        this.traces = traces;
        OffLine = offLine;
    }

    /// <summary>The survey: shots in the order of their first trace, receivers in the order of the traces.</summary>
    public Survey Survey { get; }

    /// <summary>How far positions lie off the line that the model is a section of, at most, m: what a two-dimensional survey leaves out.</summary>
    public double OffLine { get; }

    /// <summary>The trace of a receiver of a shot, counted from 0 through the file.</summary>
    public int TraceOf(int shot, int receiver) => traces[shot][receiver];

    /// <summary>The samples as data of the survey, [shot, receiver, time]; the caller owns the array.</summary>
    /// <param name="file">The file that the survey was read from.</param>
    /// <exception cref="FileFormatException">A sample does not fit <typeparamref name="T"/>, or the traces differ too much in length.</exception>
    public NdArray<T> Data<T>(TraceFile file)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(file);
        using NdArray<T> samples = file.SamplesAs<T>();
        nint count = samples.Shape[1];
        NdArray<T> data = NdArray.Empty<T>(new Shape(traces.Length, traces[0].Length, count));
        for (int s = 0; s < traces.Length; s++)
        {
            for (int r = 0; r < traces[s].Length; r++) samples.Select(0, traces[s][r]).CopyTo(data.Select(0, s).Select(0, r));
        }

        return data;
    }
}
