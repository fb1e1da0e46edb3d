global using static Media.Web.Problems;
