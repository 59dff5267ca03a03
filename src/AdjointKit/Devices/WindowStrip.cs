namespace AdjointKit.Devices;

/// <summary>Some rows of windows of some samples.</summary>
internal readonly record struct WindowStrip(nint FirstSample, nint Samples, nint FirstRow, nint Rows);
