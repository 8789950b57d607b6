-- AlterTable
ALTER TABLE "systems" ADD COLUMN     "definition" JSONB;
