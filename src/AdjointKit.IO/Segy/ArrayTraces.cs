using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>Between arrays and files of traces: keeps the headers where there are some.</summary>
internal static class ArrayTraces
{
    public static AnyArray ReadSegy(string path, ArrayReadOptions options) => Read(SegyFile.Read(path, options.Traces), options);

    public static AnyArray ReadSu(string path, ArrayReadOptions options) => Read(SuFile.Read(path, options.Traces), options);

    public static void WriteSegy(string path, AnyArray array, ArrayWriteOptions options)
    {
        if (HasTracesOf<SegyFile>(array, out SegyFile? origin) && options.SampleInterval is null)
        {
            if (array.IsUntouched && (options.Format ?? origin.Format) == origin.Format)
            {
                origin.Write(path);
                return;
            }

            using SegyFile changed = origin.WithSamples(array, options.Format);
            changed.Write(path);
            return;
        }

        using SegyFile made = HasTracesOf<SuFile>(array, out SuFile? su) && options.SampleInterval is null
            ? SegyFile.From(su, array, options.Format)
            : SegyFile.Create(array, Interval(array, options, path), options.Format);
        made.Write(path);
    }

    public static void WriteSu(string path, AnyArray array, ArrayWriteOptions options)
    {
        if (HasTracesOf<TraceFile>(array, out TraceFile? origin) && array.IsUntouched && options.SampleInterval is null)
        {
            if (origin is SuFile)
            {
                origin.Write(path);
                return;
            }

            using SuFile converted = SuFile.From(origin);
            converted.Write(path);
            return;
        }

        using SuFile made = SuFile.Create(array, Interval(array, options, path));
        made.Write(path);
    }

    private static AnyArray Read(TraceFile file, ArrayReadOptions options)
    {
        try
        {
            return file.IntoArray(file.Format == SegySampleFormat.IbmFloat32 ? options.IbmPrecision : null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool HasTracesOf<TFile>(AnyArray array, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TFile? file)
        where TFile : TraceFile
    {
        file = array.Traces as TFile;
        return file is not null && array.Shape == new Shape(file.TraceCount, file.SamplesPerTrace);
    }

    private static double Interval(AnyArray array, ArrayWriteOptions options, string path)
    {
        double interval = options.SampleInterval ?? array.Traces?.SampleInterval ?? 0;
        return interval > 0 ? interval : throw new ArgumentException($"`{path}` is a file of traces and needs their sample interval: state it in seconds (--dt).", nameof(options));
    }
}
